"""Data shipped with the program; read it through `clinic_app.domain.resources`."""
