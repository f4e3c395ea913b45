{{/* As EKS has it for service accounts: this issuer, this audience, these accounts, no other. Canonical JSON, so that the same accounts
     always give the same text. Call with (dict "root" $ "application" $application). */}}
{{- define "app.trust" -}}
{{- $root := .root -}}
{{- $subjects := list -}}
{{- range .application.serviceAccounts | default (list (dict "name" .application.name)) -}}
{{- $subjects = append $subjects (printf "system:serviceaccount:%s:%s" (.namespace | default $root.Release.Namespace) .name) -}}
{{- end -}}
{{- $subjects = $subjects | uniq | sortAlpha -}}
{{- $subject := toRawJson $subjects -}}
{{- if eq (len $subjects) 1 }}{{ $subject = toRawJson (first $subjects) }}{{ end -}}
{{- $issuer := include "app.issuer" $root -}}
{{- printf `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Federated":%s},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{%s:%s,%s:%s}}}]}` (toRawJson (include "app.providerArn" $root)) (toRawJson (printf "%s:aud" $issuer)) (toRawJson (include "app.audience" $root)) (toRawJson (printf "%s:sub" $issuer)) $subject -}}
{{- end -}}

{{/* Tags that say whose something is. */}}
{{- define "app.ownerTags" -}}
idp/namespace: {{ .Release.Namespace | quote }}
idp/release: {{ .Release.Name | quote }}
managed-by: idp-advanced
{{- end -}}

{{- define "app.boundary" -}}
{{ .application.permissionsBoundary | default .root.Values.permissionsBoundary | default "" }}
{{- end -}}

{{/* All tags of a role, as YAML. Call with (dict "root" $ "application" $application). */}}
{{- define "app.roleTags" -}}
{{- $tags := merge (dict) (.application.tags | default dict) (.root.Values.tags | default dict) (include "app.ownerTags" .root | fromYaml) -}}
{{- $_ := set $tags "idp/application" .application.name -}}
{{- if include "app.boundary" . }}{{ $_ := set $tags "idp/permissions-boundary" "values" }}{{ end -}}
{{ toYaml $tags }}
{{- end -}}

{{/* What Crossplane may do with a role. Observe never deletes, whatever deletionPolicy says. */}}
{{- define "app.managementPolicies" -}}
{{- if eq (.Values.managementPolicies | default "Control") "Observe" -}}
["Observe"]
{{- else -}}
{{- $policies := list "Observe" "Create" "Update" "LateInitialize" -}}
{{- if eq (.Values.deletionPolicy | default "Delete") "Delete" }}{{ $policies = append $policies "Delete" }}{{ end -}}
{{ toJson $policies }}
{{- end -}}
{{- end -}}

{{/* The head of a Crossplane object. Call with (dict "root" $ "kind" "Role" "name" n "external" e "adopt" true|false). */}}
{{- define "app.crossplaneHead" -}}
{{- $crossplane := .root.Values.crossplane | default dict -}}
{{- $cluster := eq ($crossplane.scope | default "Namespaced") "Cluster" -}}
apiVersion: iam.{{ ternary "aws.upbound.io" "aws.m.upbound.io" $cluster }}/v1beta1
kind: {{ .kind }}
metadata:
  name: {{ include "app.kubernetesName" .name }}
  {{- if not $cluster }}
  namespace: {{ .root.Release.Namespace }}
  {{- end }}
  labels:
    {{- include "app.labels" .root | nindent 4 }}
    app.kubernetes.io/name: {{ .root.Chart.Name }}
    {{- with $crossplane.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    crossplane.io/external-name: {{ .external | quote }}
    {{- if .adopt }}
    tablewright.dev/adopt: "true"
    {{- end }}
    {{- with $crossplane.annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}

{{- define "app.providerConfigRef" -}}
{{- $crossplane := .Values.crossplane | default dict -}}
{{- $ref := $crossplane.providerConfigRef | default dict -}}
{{- if ne ($crossplane.scope | default "Namespaced") "Cluster" }}
kind: {{ $ref.kind | default "ClusterProviderConfig" }}
{{- end }}
name: {{ $ref.name | default "default" | quote }}
{{- end -}}
