{{/* DynamoDB takes a list of attributes with INCLUDE only: elsewhere even an empty one is refused. */}}
{{- define "idp.projection" -}}
projectionType: {{ .projectionType }}
{{- if eq .projectionType "INCLUDE" }}
nonKeyAttributes: {{ toJson .nonKeyAttributes }}
{{- end }}
{{- end -}}
