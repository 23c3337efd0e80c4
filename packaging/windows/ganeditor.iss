; Inno Setup 6: the installer for Windows, from the folder that build.py has made there. Not run here.
;
;   python packaging\icons.py C:\build\icons
;   iscc /DVersion=0.1.0 /DProgram=C:\build\program\ganeditor /DIcons=C:\build\icons /DOut=C:\build\packages packaging\windows\ganeditor.iss
;
; With a certificate, add /DSign and give the tool a name once, as SIGNING.md says. The installer asks for no rights of an
; administrator, fetches nothing, and leaves PATH alone.

#define Page "https://ganeditor.example/"
#define Window "ganeditor-window.exe"

[Setup]
AppId={{7B2C6A3E-59D4-4C53-9C3B-5F0F4B1D7A11}
AppName=ganeditor
AppVersion={#Version}
AppVerName=ganeditor {#Version}
AppPublisher=The ganeditor project
AppPublisherURL={#Page}
AppUpdatesURL={#Page}
DefaultDirName={autopf}\ganeditor
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
ChangesAssociations=yes
CloseApplications=yes
LicenseFile=..\LICENSE
SetupIconFile={#Icons}\ganeditor.ico
UninstallDisplayIcon={app}\{#Window}
OutputDir={#Out}
OutputBaseFilename=ganeditor-{#Version}-windows-x64
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
#ifdef Sign
SignTool=ganeditor
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"

[CustomMessages]
en.Project=ganeditor project
de.Project=ganeditor-Projekt
en.OpenWith=Offer ganeditor under "Open with" for photos
de.OpenWith=ganeditor bei Fotos unter „Öffnen mit“ anbieten

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; Flags: unchecked
Name: "openwith"; Description: "{cm:OpenWith}"

[Files]
Source: "{#Program}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\ganeditor"; Filename: "{app}\{#Window}"
Name: "{autodesktop}\ganeditor"; Filename: "{app}\{#Window}"; Tasks: desktopicon

[Registry]
; A double click on a project opens it.
Root: HKA; Subkey: "Software\Classes\.gedit\OpenWithProgids"; ValueType: string; ValueName: "ganeditor.project"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.gedit"; ValueType: string; ValueData: "ganeditor.project"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\ganeditor.project"; ValueType: string; ValueData: "{cm:Project}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\ganeditor.project\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Window},0"
Root: HKA; Subkey: "Software\Classes\ganeditor.project\shell\open\command"; ValueType: string; ValueData: """{app}\{#Window}"" ""%1"""
; Photos keep the program that they have; ganeditor stands in the list.
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}"; ValueType: string; ValueName: "FriendlyAppName"; ValueData: "ganeditor"; Flags: uninsdeletekey; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\shell\open\command"; ValueType: string; ValueData: """{app}\{#Window}"" ""%1"""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".jpg"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".jpeg"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".jfif"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".png"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".webp"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".avif"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".tif"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".tiff"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".bmp"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".gif"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".apng"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".mpo"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".heic"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".heif"; ValueData: ""; Tasks: openwith
Root: HKA; Subkey: "Software\Classes\Applications\{#Window}\SupportedTypes"; ValueType: string; ValueName: ".hif"; ValueData: ""; Tasks: openwith

[Run]
Filename: "{app}\{#Window}"; Description: "{cm:LaunchProgram,ganeditor}"; Flags: nowait postinstall skipifsilent
