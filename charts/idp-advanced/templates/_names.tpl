{{/* What things are called, and who may take on what. The same rules as those of "tablewright plan -a"; a test compares the two. */}}

{{/* A name that Kubernetes takes, from one that AWS takes. */}}
{{- define "app.kubernetesName" -}}
{{- $name := regexReplaceAll "[^a-z0-9.-]" (lower .) "-" | trunc 253 -}}
{{- $name = regexReplaceAll "-*[.][.-]*" $name "." -}}
{{- regexReplaceAll "(^[.-]+)|([.-]+$)" $name "" -}}
{{- end -}}

{{/* The role of an application. Call with (dict "root" $ "application" $application). */}}
{{- define "app.roleName" -}}
{{ .application.name }}-{{ .root.Release.Namespace }}
{{- end -}}

{{/* The issuer as IAM names it. */}}
{{- define "app.issuer" -}}
{{ .Values.cluster.oidcIssuer | trimPrefix "https://" }}
{{- end -}}

{{/* The account of the roles: as the values say it, or that of the OIDC provider that they name. */}}
{{- define "app.account" -}}
{{- if .Values.accountId -}}
{{ .Values.accountId }}
{{- else if .Values.cluster.oidcProviderArn -}}
{{ index (splitList ":" .Values.cluster.oidcProviderArn) 4 }}
{{- else -}}
{{ fail "\n  accountId: is missing: a trust policy names the account of the OIDC provider, and no credentials are asked for it here; write accountId, or cluster.oidcProviderArn\n" }}
{{- end -}}
{{- end -}}

{{- define "app.partition" -}}
{{- if .Values.partition -}}
{{ .Values.partition }}
{{- else if .Values.cluster.oidcProviderArn -}}
{{ index (splitList ":" .Values.cluster.oidcProviderArn) 1 }}
{{- else -}}
aws
{{- end -}}
{{- end -}}

{{- define "app.providerArn" -}}
{{- if .Values.cluster.oidcProviderArn -}}
{{ .Values.cluster.oidcProviderArn }}
{{- else -}}
arn:{{ include "app.partition" . }}:iam::{{ include "app.account" . }}:oidc-provider/{{ include "app.issuer" . }}
{{- end -}}
{{- end -}}

{{- define "app.rolePath" -}}
{{ .application.rolePath | default .root.Values.rolePath | default "/" }}
{{- end -}}

{{- define "app.roleArn" -}}
arn:{{ include "app.partition" .root }}:iam::{{ include "app.account" .root }}:role{{ include "app.rolePath" . }}{{ include "app.roleName" . }}
{{- end -}}

{{- define "app.audience" -}}
{{ .Values.cluster.audience | default "sts.amazonaws.com" }}
{{- end -}}

{{/* The application's service accounts in the namespace of the release, as JSON. Call as app.roleName. */}}
{{- define "app.accounts" -}}
{{- $root := .root -}}
{{- $names := list -}}
{{- range .application.serviceAccounts | default (list (dict "name" .application.name)) -}}
{{- if eq (.namespace | default $root.Release.Namespace) $root.Release.Namespace }}{{ $names = append $names .name }}{{ end -}}
{{- end -}}
{{ toJson ($names | uniq) }}
{{- end -}}

{{/* Labels as Helm recommends them. */}}
{{- define "app.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{/* What a Deployment and a Service choose pods by. Call as app.roleName. */}}
{{- define "app.selector" -}}
app.kubernetes.io/name: {{ .application.name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- end -}}
