{{/* Five characters of a tag key's SHA-256 hash in URL-safe Base64 (30 bits): see "idp.ownTags". */}}
{{- define "idp.fingerprint" -}}
{{- $bits := div (int64 (printf "0x%s" (sha256sum . | trunc 8))) 4 -}}
{{- $alphabet := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" -}}
{{- $text := "" -}}
{{- range until 5 -}}
{{- $at := int (mod $bits 64) -}}
{{- $text = print (substr $at (int (add1 $at)) $alphabet) $text -}}
{{- $bits = div $bits 64 -}}
{{- end -}}
{{ $text }}
{{- end -}}

{{/* Tags that say whose something is, as YAML. Call with the root. */}}
{{- define "idp.ownerTags" -}}
idp/namespace: {{ .Release.Namespace | quote }}
idp/release: {{ .Release.Name | quote }}
managed-by: tablewright
{{- end -}}

{{/* All tags of a table, as YAML. "idp/tags" remembers which tags the values set: a tag that leaves the values is then known to be ours. */}}
{{- define "idp.tableTags" -}}
{{- $own := merge (dict) (.table.tags | default dict) (.root.Values.tags | default dict) -}}
{{- $memory := list -}}
{{- range $key, $_ := $own }}{{ $memory = append $memory (include "idp.fingerprint" $key) }}{{ end -}}
{{- $tags := merge (dict) $own (include "idp.ownerTags" .root | fromYaml) -}}
{{- if $memory }}{{ $_ := set $tags "idp/tags" ($memory | uniq | sortAlpha | join "") }}{{ end -}}
{{- $_ := set $tags "idp/table" .table.name -}}
{{- $_ := set $tags "idp/deletion-policy" (.table.deletionPolicy | default .root.Values.deletionPolicy | default "Delete") -}}
{{ toYaml $tags }}
{{- end -}}
