{{/* Refuses what no schema can see, all at once and in the words of "tablewright plan -a". */}}
{{- define "app.check" -}}
{{- $root := . -}}
{{- $faults := list -}}
{{- $crossplane := .Values.crossplane | default dict -}}
{{- $cluster := eq ($crossplane.scope | default "Namespaced") "Cluster" -}}
{{- if and $cluster ($crossplane.providerConfigRef | default dict).kind }}{{ $faults = append $faults "crossplane.providerConfigRef.kind: has no meaning with scope Cluster" }}{{ end -}}
{{- if and $cluster .Values.cluster.createOidcProvider }}{{ $faults = append $faults "cluster.createOidcProvider: is for crossplane.scope Namespaced; with Cluster let the platform make the provider" }}{{ end -}}
{{- if and .Values.cluster.thumbprints (not .Values.cluster.createOidcProvider) }}{{ $faults = append $faults "cluster.thumbprints: have no use without createOidcProvider" }}{{ end -}}
{{- with .Values.cluster.oidcProviderArn -}}
{{- if ne (regexReplaceAll "^.*:oidc-provider/" . "") (include "app.issuer" $root) }}{{ $faults = append $faults (printf "cluster.oidcProviderArn: is not the provider of the issuer %s" $root.Values.cluster.oidcIssuer) }}{{ end -}}
{{- if $root.Values.cluster.createOidcProvider }}{{ $faults = append $faults "cluster.oidcProviderArn: names a provider, and createOidcProvider makes one" }}{{ end -}}
{{- end -}}
{{- if and .Values.applications (eq .Values.cluster.oidcIssuer "https://issuer.example") }}{{ $faults = append $faults "cluster.oidcIssuer: is still the one of the chart's values.yaml: write your cluster's" }}{{ end -}}
{{- $names := dict -}}
{{- $accounts := dict -}}
{{- range $i, $application := .Values.applications -}}
{{- $at := printf "applications[%d] (%s)" $i $application.name -}}
{{- $args := dict "root" $root "application" $application -}}
{{- $role := include "app.roleName" $args -}}
{{- with get $names $application.name }}{{ $faults = append $faults (printf "%s: has the name of %s" $at .) }}{{ end -}}
{{- $_ := set $names $application.name $at -}}
{{- if gt (len $role) 64 }}{{ $faults = append $faults (printf "%s: makes the role name %s of %d characters; IAM allows 64" $at $role (len $role)) }}{{ end -}}
{{- $trust := include "app.trust" $args -}}
{{- if gt (len $trust) 2048 }}{{ $faults = append $faults (printf "%s: its serviceAccounts make a trust policy of %d characters; IAM allows 2048" $at (len $trust)) }}{{ end -}}
{{- $tags := include "app.roleTags" $args | fromYaml -}}
{{- if gt (len $tags) 49 }}{{ $faults = append $faults (printf "%s: has %d tags with those of the platform; IAM allows 50" $at (len $tags)) }}{{ end -}}
{{- $own := include "app.accounts" $args | fromJsonArray -}}
{{- range $own -}}
{{- with get $accounts . }}{{ $faults = append $faults (printf "%s: the service account is that of %s too, and a pod has one role" $at .) }}{{ end -}}
{{- $_ := set $accounts . $at -}}
{{- end -}}
{{- if and $application.image (not $own) }}{{ $faults = append $faults (printf "%s: has an image, and no service account in the namespace %s for its pods" $at $root.Release.Namespace) }}{{ end -}}
{{- end -}}
{{- if $faults }}{{ fail (printf "\n  %s\n" (join "\n  " $faults)) }}{{ end -}}
{{- end -}}
