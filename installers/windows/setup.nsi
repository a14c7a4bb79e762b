; 乡医通's installer for Windows; build.ps1 calls: makensis /DVERSION=… /DNUMBERS=a.b.c.d /DBUNDLE=folder /DICON=file /DOUT=file setup.nsi
; For all users of the PC, silent with /S.  The clinic's data (%LOCALAPPDATA%\Xiangyitong) is never touched.
Unicode true
; NSIS for Windows has the 32-bit stub only (it runs everywhere); Debian's makensis /DTARGET=amd64-unicode makes one for wine.
!ifndef TARGET
  !define TARGET x86-unicode
!endif
Target ${TARGET}
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel admin
!include MUI2.nsh

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Xiangyitong"
Name "$(PRODUCT)"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\Xiangyitong"
InstallDirRegKey HKLM "${KEY}" "InstallLocation"
VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey "ProductName" "Xiangyitong"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${NUMBERS}"
VIAddVersionKey "FileDescription" "Xiangyitong setup"
VIAddVersionKey "LegalCopyright" "Apache-2.0"
!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif

!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"
!insertmacro MUI_LANGUAGE "English"
LangString PRODUCT ${LANG_SIMPCHINESE} "乡医通"
LangString PRODUCT ${LANG_ENGLISH} "Xiangyitong"
LangString RUNNING ${LANG_SIMPCHINESE} "乡医通正在运行。请先关闭，再点“重试”。"
LangString RUNNING ${LANG_ENGLISH} "Xiangyitong is running. Close it, then choose Retry."

; A program that runs holds its own file: it cannot be opened for writing.
!macro RefuseWhileRunning UN
  Function ${UN}RefuseWhileRunning
    again:
      IfFileExists "$INSTDIR\clinic-desktop.exe" 0 free
      ClearErrors
      FileOpen $0 "$INSTDIR\clinic-desktop.exe" a
      IfErrors 0 closed
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY again
      SetErrorLevel 3
      Quit
    closed:
      FileClose $0
    free:
  FunctionEnd
!macroend
!insertmacro RefuseWhileRunning ""
!insertmacro RefuseWhileRunning "un."

Section "install"
  SetShellVarContext all
  SetRegView 64
  Call RefuseWhileRunning
  ; Files of the version before must not stay between the new ones.
  RMDir /r "$INSTDIR\_internal"
  SetOutPath "$INSTDIR"
  File /r "${BUNDLE}\*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\$(PRODUCT).lnk" "$INSTDIR\clinic-desktop.exe"
  CreateShortcut "$DESKTOP\$(PRODUCT).lnk" "$INSTDIR\clinic-desktop.exe"
  WriteRegStr HKLM "${KEY}" "DisplayName" "$(PRODUCT)"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "Publisher" "Xiangyitong"
  WriteRegStr HKLM "${KEY}" "DisplayIcon" "$INSTDIR\clinic-desktop.exe"
  WriteRegStr HKLM "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${KEY}" "Shortcut" "$(PRODUCT)"
  WriteRegStr HKLM "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegDWORD HKLM "${KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${KEY}" "NoRepair" 1
SectionEnd

Section "uninstall"
  SetShellVarContext all
  SetRegView 64
  Call un.RefuseWhileRunning
  ReadRegStr $1 HKLM "${KEY}" "Shortcut"
  StrCmp $1 "" +3
  Delete "$SMPROGRAMS\$1.lnk"
  Delete "$DESKTOP\$1.lnk"
  ; Only what was put here, in case somebody chose a folder that holds other things.
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\clinic-app.exe"
  Delete "$INSTDIR\clinic-desktop.exe"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\copyright.txt"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKLM "${KEY}"
SectionEnd
