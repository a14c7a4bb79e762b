"""门诊日志: every finished visit, a row each."""
