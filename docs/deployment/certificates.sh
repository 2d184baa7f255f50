#!/usr/bin/env bash
# Makes the authority of a cluster, if there is none yet, and the certificate of one of its nodes.
#   certificates.sh CLUSTER FOLDER NODE [segment/N ...] [writer/N | replica/N] [DNS:NAME ...] [IP:ADDRESS ...]
# Example: certificates.sh shop tls a segment/0 segment/1 writer/0 DNS:db-a.example
# Keep authority.key away from the machines that run nodes: whoever has it can be any node.
set -euo pipefail

[ $# -ge 3 ] || { sed -n '2,5p' "$0" >&2; exit 2; }
cluster="$1" folder="$2" node="$3"
shift 3
days="${DAYS:-365}"
mkdir -p "$folder"
umask 077

if [ ! -f "$folder/authority.key" ]; then
    openssl ecparam -name prime256v1 -genkey -noout -out "$folder/authority.key"
    openssl req -x509 -new -key "$folder/authority.key" -sha256 -days 3650 -subj "/CN=$cluster authority" \
        -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign" \
        -out "$folder/authority.pem"
fi

names="URI:sextant:$cluster/node/$node"
for name in "$@"; do
    case "$name" in
        segment/[0-5] | writer/[0-3] | replica/[0-9] | replica/1[0-4]) names="$names,URI:sextant:$cluster/$name" ;;
        DNS:* | IP:*) names="$names,$name" ;;
        *)
            echo "certificates.sh: $name is not segment/0 to 5, writer/0 to 3, replica/0 to 14, DNS:NAME or IP:ADDRESS" >&2
            exit 2
            ;;
    esac
done

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$work/key"
openssl req -new -key "$work/key" -subj "/CN=$node of $cluster" -out "$work/request"
printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\nsubjectAltName=%s\n' \
    "$names" >"$work/extensions"
openssl x509 -req -in "$work/request" -CA "$folder/authority.pem" -CAkey "$folder/authority.key" -CAcreateserial \
    -sha256 -days "$days" -extfile "$work/extensions" -out "$work/certificate" 2>/dev/null
# Both at once, so that nobody who reads them again finds one without the other.
mv "$work/key" "$folder/$node.key.new"
mv "$work/certificate" "$folder/$node.pem.new"
mv "$folder/$node.key.new" "$folder/$node.key"
mv "$folder/$node.pem.new" "$folder/$node.pem"
echo "$folder/$node.pem: $names, for $days days"
