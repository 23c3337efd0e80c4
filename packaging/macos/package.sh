#!/bin/bash
# Signs ganeditor.app, packs it as .dmg and has Apple notarise that: packaging/macos/package.sh APP VERSION OUT
#
# Not run here: it needs a Mac with Xcode's tools. IDENTITY names a "Developer ID Application" certificate in the
# keychain; PROFILE is what `xcrun notarytool store-credentials PROFILE` has kept. Without IDENTITY the program is signed
# for this Mac alone, and not notarised.
set -euo pipefail
app=$1 version=$2 out=$3
here=$(cd "$(dirname "$0")" && pwd)
image="$out/ganeditor-$version-macos-$(uname -m).dmg"
mkdir -p "$out"

# From the inside out: libraries first, the bundle last; --deep would give all of them the program's entitlements.
sign() { codesign --force ${IDENTITY:+--timestamp} --options runtime --sign "${IDENTITY:--}" "$@"; }
find "$app/Contents" -type f \( -name '*.so' -o -name '*.dylib' -o -path '*/binaries/ffmpeg*' \) -print0 |
  while IFS= read -r -d '' file; do sign "$file"; done
find "$app/Contents/MacOS" -type f -perm +111 -print0 |
  while IFS= read -r -d '' file; do sign --entitlements "$here/entitlements.plist" "$file"; done
sign --entitlements "$here/entitlements.plist" "$app"
codesign --verify --strict --verbose=2 "$app"

# What is dragged, and where to.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ditto "$app" "$folder/ganeditor.app"
ln -s /Applications "$folder/Applications"
hdiutil create -volname "ganeditor $version" -srcfolder "$folder" -format ULMO -ov "$image"

if [ -n "${IDENTITY:-}" ]; then
  codesign --timestamp --sign "$IDENTITY" "$image"
  xcrun notarytool submit "$image" --keychain-profile "$PROFILE" --wait
  xcrun stapler staple "$image"
  spctl --assess --type open --context context:primary-signature --verbose "$image"
fi
(cd "$out" && shasum -a 256 "$(basename "$image")" >"$(basename "$image").sha256")
