"""How the demonstration speaks: each step in Chinese and English, and what must be true before it goes on."""

from clinic_app.demo.place import NotAsShown


def step(chinese: str, english: str) -> None:
    print(f"● {chinese}\n  {english}", flush=True)


def told(chinese: str, english: str) -> None:
    print(f"   {chinese} · {english}", flush=True)


def require(condition: bool, problem: str) -> None:
    """Raises:
    NotAsShown: with `problem`.
    """
    if not condition:
        raise NotAsShown(problem)


def yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d} 元"
