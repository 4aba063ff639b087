#!/usr/bin/env bash
# Packs a folder with TensorFlow's library (of a build of one's own, of Google's libtensorflow archive, or of Python's package)
# into a NuGet package with native assets, for projects with <KeratinTensorFlow>own</KeratinTensorFlow>.
#
#   pack.sh FOLDER RID PACKAGE VERSION [OUTPUT]       pack.sh ~/libtensorflow/lib linux-x64 MyCompany.TensorFlow 2.21.0 artifacts
set -euo pipefail

[ $# -ge 4 ] || { sed -n '2,6p' "$0" >&2; exit 2; }
folder=$1 rid=$2 package=$3 version=$4 output=${5:-artifacts}

case $rid in
  linux-*) names='libtensorflow.so.2 libtensorflow_cc.so.2 libtensorflow.so' ;;
  osx-*) names='libtensorflow.2.dylib libtensorflow_cc.2.dylib libtensorflow.dylib' ;;
  win-*) names='tensorflow.dll' ;;
  *) echo "pack.sh: the runtime identifier '$rid' is not of linux, osx or win" >&2; exit 2 ;;
esac
library=
for name in $names; do
  [ -e "$folder/$name" ] && { library=$name; break; }
done
[ -n "$library" ] || { echo "pack.sh: there is none of these in $folder: $names" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/native"
# Links become files: packages hold none. The library's other half comes along.
cp -L "$folder/$library" "$work/native/"
for half in "$folder"/libtensorflow_framework.so.2 "$folder"/libtensorflow_framework.2.dylib; do
  [ -e "$half" ] && cp -L "$half" "$work/native/"
done
for notice in "$folder"/THIRD_PARTY* "$folder"/LICENSE*; do
  [ -e "$notice" ] && cp -L "$notice" "$work/"
done

cat > "$work/$package.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>netstandard2.0</TargetFramework>
    <PackageId>$package</PackageId>
    <Version>$version</Version>
    <Description>TensorFlow $version for $rid, as a native asset.</Description>
    <IncludeBuildOutput>false</IncludeBuildOutput>
    <SuppressDependenciesWhenPacking>true</SuppressDependenciesWhenPacking>
    <NoWarn>NU5128;NU5100</NoWarn>
    <NuGetAudit>false</NuGetAudit>
  </PropertyGroup>
  <ItemGroup>
    <None Include="native/*" Pack="true" PackagePath="runtimes/$rid/native" />
    <None Include="THIRD_PARTY*;LICENSE*" Pack="true" PackagePath="/" />
  </ItemGroup>
</Project>
PROJECT
# Nothing of a surrounding repository applies here.
echo '<Project />' | tee "$work/Directory.Build.props" > "$work/Directory.Build.targets"
echo '<Project />' > "$work/Directory.Packages.props"
dotnet pack "$work/$package.csproj" -c Release -o "$output" --nologo -v quiet
echo "$output/$package.$version.nupkg"
