"""Analysis: journals as columnar files (export), and figures over the files of one county or of a city's ten."""
