{{/* What Crossplane may do with a resource, from the two switches. Call with (dict "management" $m "deletion" $d).
     Observe never deletes, whatever deletionPolicy says: a release that only looks on must not remove a table when it is uninstalled. */}}
{{- define "idp.managementPolicies" -}}
{{- if eq .management "Observe" -}}
["Observe"]
{{- else -}}
{{- $policies := list "Observe" "Create" "Update" "LateInitialize" -}}
{{- if eq .deletion "Delete" }}{{ $policies = append $policies "Delete" }}{{ end -}}
{{ toJson $policies }}
{{- end -}}
{{- end -}}

{{- define "idp.providerConfigRef" -}}
{{- $crossplane := .Values.crossplane | default dict -}}
{{- $ref := $crossplane.providerConfigRef | default dict -}}
{{- if ne ($crossplane.scope | default "Namespaced") "Cluster" }}
kind: {{ $ref.kind | default "ClusterProviderConfig" }}
{{- end }}
name: {{ $ref.name | default "default" | quote }}
{{- end -}}

{{/* "aws.m.upbound.io" has the namespaced kinds, "aws.upbound.io" those of the cluster. */}}
{{- define "idp.apiGroup" -}}
{{- $crossplane := .Values.crossplane | default dict -}}
{{ ternary "aws.upbound.io" "aws.m.upbound.io" (eq ($crossplane.scope | default "Namespaced") "Cluster") }}
{{- end -}}
