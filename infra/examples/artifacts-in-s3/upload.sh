#!/usr/bin/env bash
# Puts a build's zips into a bucket under content-addressed keys, with its manifest, and removes zips that none of the last
# builds names. Usage: upload.sh <bucket> [<dist>] [<how many builds stay>]. Needs the AWS CLI and jq.
set -euo pipefail
bucket=${1:?'usage: upload.sh <bucket> [<dist>] [<builds>]'}
dist=${2:-$(dirname "$0")/../../../dist}
builds=${3:-5}
prefix=skein/

entries() { jq -r 'to_entries[] | "\(.key)-\(.value.sha256).zip"' "$1"; }
objects() { aws s3api list-objects-v2 --bucket "$bucket" --prefix "$1" --query 'Contents[].Key' --output json | jq -r '.[]?'; }

have=$(objects "$prefix")
while read -r entry; do
  grep -qxF "$prefix$entry" <<<"$have" || aws s3 cp --only-show-errors "$dist/${entry%-*}.zip" "s3://$bucket/$prefix$entry"
done < <(entries "$dist/manifest.json")

# Named by time, so that they sort, and by content, so that an equal build is one build.
digest=$(sha256sum "$dist/manifest.json" | cut -c1-16)
if ! objects "${prefix}manifests/" | grep -q "$digest"; then
  aws s3 cp --only-show-errors "$dist/manifest.json" "s3://$bucket/${prefix}manifests/$(date -u +%Y%m%dT%H%M%SZ)-$digest.json"
fi

keep=$(objects "${prefix}manifests/" | sort | tail -n "$builds")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
named=$(for manifest in $keep; do
  aws s3 cp --only-show-errors "s3://$bucket/$manifest" "$folder/manifest.json" && entries "$folder/manifest.json"
done)
for key in $(objects "$prefix"); do
  case $key in
    "${prefix}manifests/"*) grep -qxF "$key" <<<"$keep" || aws s3 rm --only-show-errors "s3://$bucket/$key" ;;
    *) grep -qxF "${key#"$prefix"}" <<<"$named" || aws s3 rm --only-show-errors "s3://$bucket/$key" ;;
  esac
done
