# 乡医通 for Windows: an installer by PyInstaller and NSIS.  Run it on Windows 10 or 11, 64 bit:
#   powershell -ExecutionPolicy Bypass -File installers\windows\build.ps1 [-Out dist]
# Needs Python 3.11 to 3.13 (64 bit; py.exe) and NSIS 3 (makensis).  UNTESTED on Windows: see README.md beside it.
param([string]$Out = "dist", [string]$Python = "3.11", [string]$Makensis = "")
$ErrorActionPreference = "Stop"
Set-StrictMode -Version Latest
$root = (Resolve-Path (Join-Path $PSScriptRoot "..\..")).Path
Set-Location $root

function Say([string]$text) { Write-Host "== $text" }
# A native program's exit code does not stop PowerShell by itself.
function Must([string]$what) { if ($LASTEXITCODE -ne 0) { throw "$what failed: $LASTEXITCODE" } }

if (-not $Makensis) {
    $found = Get-Command makensis.exe -ErrorAction SilentlyContinue
    $Makensis = if ($found) { $found.Source } else { "${env:ProgramFiles(x86)}\NSIS\makensis.exe" }
}
if (-not (Test-Path $Makensis)) { throw "NSIS 3 is needed (makensis.exe)" }

Say "environment to build with (build\packaging)"
$env:PYTHONHASHSEED = "0"
$env:PYTHONUTF8 = "1"
$venv = Join-Path $root "build\packaging"
$exe = Join-Path $venv "Scripts\python.exe"
if (-not (Test-Path $exe)) { & py "-$Python" -m venv $venv; Must "venv" }
& $exe -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r installers\requirements.lock
Must "pip"

Say "icon, notices, version"
& $exe installers\icon.py build\clinic-app.ico; Must "icon.py"
& $exe installers\notices.py build\copyright.txt; Must "notices.py"
$version = & $exe -c "import sys; sys.path.insert(0, 'installers'); import bundle; print(bundle.version())"; Must "version"
$numbers = & $exe -c "import sys; sys.path.insert(0, 'installers'); import bundle; print(bundle.windows_version(bundle.version()))"; Must "version"

Say "freezing the program"
$work = Join-Path $root "build\windows"
if (Test-Path $work) { Remove-Item -Recurse -Force $work }
& $exe -m PyInstaller --noconfirm --log-level WARN --distpath $work --workpath "$work\scratch" installers\clinic.spec
Must "PyInstaller"
$bundle = Join-Path $work "clinic-app"
Copy-Item LICENSE (Join-Path $bundle "LICENSE.txt")
Copy-Item build\copyright.txt (Join-Path $bundle "copyright.txt")

Say "trying the program before it is packed"
$place = Join-Path $work "try"
$env:CLINIC_PASSWORD = "made-up-1"
& "$bundle\clinic-app.exe" --version; Must "--version"
& "$bundle\clinic-app.exe" init --data $place --facility 350881001 --facility-name Shuangyang --inst-lv township --admin P001 --admin-name Wang --json | Out-Null
Must "init"
& "$bundle\clinic-app.exe" --data $place status --json; Must "status"
Remove-Item Env:CLINIC_PASSWORD
Remove-Item -Recurse -Force $place

Say "installer"
New-Item -ItemType Directory -Force $Out | Out-Null
$installer = Join-Path (Resolve-Path $Out).Path "xiangyitong-$version-windows-x64.exe"
& $Makensis /V2 /INPUTCHARSET UTF8 "/DVERSION=$version" "/DNUMBERS=$numbers" "/DBUNDLE=$bundle" "/DICON=$root\build\clinic-app.ico" "/DOUT=$installer" installers\windows\setup.nsi
Must "makensis"
# A county with a code-signing certificate signs here: signtool sign /fd SHA256 /tr … /td SHA256 $installer
Get-FileHash -Algorithm SHA256 $installer | Format-List
