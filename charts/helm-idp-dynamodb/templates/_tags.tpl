{{/* Tags that say whose something is, as YAML. Call with the root. */}}
{{- define "idp.ownerTags" -}}
idp/namespace: {{ .Release.Namespace | quote }}
idp/release: {{ .Release.Name | quote }}
managed-by: tablewright
{{- end -}}

{{/* The tag that the platform's plan of AWS Backup selects tables by. DynamoDB's tags know neither brackets nor "* ? , #". */}}
{{- define "idp.backupTag" -}}
{{- $schedule := .schedule | default "cron(0 3 * * ? *)" -}}
{{- if eq $schedule "cron(0 3 * * ? *)" -}}
nightly
{{- else -}}
cron {{ $schedule | trimPrefix "cron(" | trimSuffix ")" | replace "*" "_" | replace "?" "." | replace "," ":" | replace "#" "@" }}
{{- end -}}
{{- with .deleteAfterDays }} keep {{ int . }}d{{ end -}}
{{- end -}}

{{/* All tags of a table, as YAML. */}}
{{- define "idp.tableTags" -}}
{{- $tags := merge (dict) (.table.tags | default dict) (.root.Values.tags | default dict) (include "idp.ownerTags" .root | fromYaml) -}}
{{- $backup := .table.backup | default .root.Values.backup -}}
{{- if $backup -}}
{{- if ne (toString $backup.enabled) "false" }}{{ $_ := set $tags "idp-backup" (include "idp.backupTag" $backup) }}{{ end -}}
{{- end -}}
{{- $_ := set $tags "idp/table" .table.name -}}
{{- $_ := set $tags "idp/deletion-policy" (.table.deletionPolicy | default .root.Values.deletionPolicy | default "Delete") -}}
{{ toYaml $tags }}
{{- end -}}
