"""The county's console as a browser uses it: signed in, forms sent, pages read."""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Final

from clinic_app.demo.place import NotAsShown

_LIMIT: Final = 30.0  # seconds for a page
_TOKEN: Final = re.compile(r'name="form_token" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Console:
    """One signed-in browser."""

    url: str
    browser: urllib.request.OpenerDirector

    def page(self, path: str) -> str:
        """Raises:
        NotAsShown: the page is not answered.
        """
        return self._asked(path, None)

    def send(self, page: str, path: str, fields: dict[str, str]) -> str:
        """The form on `page` that goes to `path`, filled in; answers the page after it.

        Raises:
            NotAsShown: refused, or there is no form.
        """
        token = _TOKEN.search(self.page(page))
        if token is None:
            raise NotAsShown(f"{self.url}/console/{page}: no form")
        return self._asked(path, fields | {"form_token": token[1]})

    def _asked(self, path: str, fields: dict[str, str] | None) -> str:
        data = None if fields is None else urllib.parse.urlencode(fields).encode()
        try:
            with self.browser.open(f"{self.url}/console/{path}", data, timeout=_LIMIT) as answer:
                return str(answer.read().decode())
        except (urllib.error.URLError, OSError) as error:
            raise NotAsShown(f"{self.url}/console/{path}: {error}") from error


def signed_in(url: str, user: str, password: str) -> Console:
    """Raises:
    NotAsShown: the console does not let `user` in.
    """
    browser = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
    )
    console = Console(url, browser)
    console._asked("login", {"name": user, "password": password})
    return console
