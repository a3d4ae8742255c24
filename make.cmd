@echo off
rem The console's jobs on Windows, as the Makefile has them: make demo, make test ...
setlocal
cd /d "%~dp0"
set "PY=.venv\Scripts\python.exe"
set "JOB=%~1"
if "%JOB%"=="" set "JOB=help"
for %%J in (help demo run test test-all check format bench pictures clean) do if /i "%JOB%"=="%%J" goto do-%%J
echo make: unknown job "%JOB%" 1>&2
exit /b 2

:do-help
echo make demo      the console on a made-up year
echo make run       the console on your own journal
echo make test      the plain tests
echo make test-all  every test
echo make check     style, types, layers and sizes
echo make format    lay the code out as "make check" wants it
echo make bench     measure the ratios of DESIGN 8
echo make pictures  draw the pictures of the README again
echo make clean     remove what can be made again
exit /b 0

:do-demo
call :install run . || exit /b 1
"%PY%" -m aovconsole demo
exit /b %errorlevel%

:do-run
call :install run . || exit /b 1
"%PY%" -m aovconsole
exit /b %errorlevel%

:do-test
call :install dev ".[dev]" || exit /b 1
"%PY%" -m pytest -m "not all" -n 3 --dist worksteal
exit /b %errorlevel%

:do-test-all
call :install dev ".[dev]" || exit /b 1
"%PY%" -m pytest
exit /b %errorlevel%

:do-check
call :install dev ".[dev]" || exit /b 1
"%PY%" -m ruff check . || exit /b 1
"%PY%" -m ruff format --check . || exit /b 1
"%PY%" -m mypy || exit /b 1
.venv\Scripts\lint-imports.exe --no-logo || exit /b 1
"%PY%" -m pytest --quiet tests/test_sizes.py
exit /b %errorlevel%

:do-format
call :install dev ".[dev]" || exit /b 1
"%PY%" -m ruff check --fix . || exit /b 1
"%PY%" -m ruff format .
exit /b %errorlevel%

:do-bench
call :install dev ".[dev]" || exit /b 1
"%PY%" -m bench
exit /b %errorlevel%

:do-pictures
call :install dev ".[dev]" || exit /b 1
"%PY%" docs/pictures.py
exit /b %errorlevel%

:do-clean
for %%D in (.venv build dist aovconsole.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache) do if exist %%D rmdir /s /q %%D
exit /b 0

rem Installs into .venv unless the wishes are still those of the last time (%1 = stamp, %2 = what).
:install
if not exist "%PY%" call :venv
if not exist "%PY%" exit /b 1
fc /b pyproject.toml ".venv\%1-pyproject.stamp" >nul 2>nul && fc /b constraints.txt ".venv\%1-constraints.stamp" >nul 2>nul && exit /b 0
"%PY%" -m pip install --quiet --disable-pip-version-check -c constraints.txt --editable %2 || exit /b 1
copy /y pyproject.toml ".venv\%1-pyproject.stamp" >nul
copy /y constraints.txt ".venv\%1-constraints.stamp" >nul
exit /b 0

:venv
for %%P in ("py -3" python python3) do (
  %%~P -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && (
    %%~P -m venv .venv && exit /b 0
  )
)
echo aovconsole needs Python 3.11 or newer; none was found (python.org, or: winget install Python.Python.3.13) 1>&2
exit /b 1
