{{/* What things are called. The same rules as those of "tablewright plan"; a test compares the two. */}}

{{/* The table's name in AWS. Call with (dict "root" $ "table" $table). */}}
{{- define "idp.tableName" -}}
{{- if .table.externalName -}}
{{ .table.externalName }}
{{- else -}}
{{ if .table.useIdpPrefix }}idp-{{ end }}{{ .root.Release.Namespace }}-{{ .table.name }}
{{- end -}}
{{- end -}}

{{/* A name that Kubernetes takes, from one that AWS takes. */}}
{{- define "idp.kubernetesName" -}}
{{- $name := regexReplaceAll "[^a-z0-9.-]" (lower .) "-" | trunc 253 -}}
{{- $name = regexReplaceAll "-*[.][.-]*" $name "." -}}
{{- regexReplaceAll "(^[.-]+)|([.-]+$)" $name "" -}}
{{- end -}}

{{/* The name of the nth policy of a role. Call with (dict "root" $ "role" $role "part" $n). */}}
{{- define "idp.policyName" -}}
{{- $suffix := ternary "" (printf "-%d" (int .part)) (eq (int .part) 1) -}}
{{- $name := printf "idp-dynamodb-%s-%s-%s%s" .root.Release.Namespace .root.Release.Name .role $suffix -}}
{{- if gt (len $name) 128 -}}
{{ substr 0 119 $name }}-{{ sha256sum $name | trunc 8 }}
{{- else -}}
{{ $name }}
{{- end -}}
{{- end -}}

{{- define "idp.region" -}}
{{ .table.region | default .root.Values.region | default "eu-west-1" }}
{{- end -}}

{{/* The table's ARN in policies. Without accountId any account: a grant reaches no further than the role's own account. */}}
{{- define "idp.tableArn" -}}
arn:{{ .root.Values.partition | default "aws" }}:dynamodb:{{ include "idp.region" . }}:{{ .root.Values.accountId | default "*" }}:table/{{ include "idp.tableName" . }}
{{- end -}}

{{/* Labels as Helm recommends them. */}}
{{- define "idp.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with (.Values.crossplane | default dict).labels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Annotations that the values set, for under those of the chart. */}}
{{- define "idp.annotations" -}}
{{- with (.Values.crossplane | default dict).annotations }}
{{ toYaml . }}
{{- end }}
{{- end -}}
