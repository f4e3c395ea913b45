{{/* What a JSON schema cannot say. All mistakes at once. */}}
{{- define "idp.check" -}}
{{- $root := . -}}
{{- $faults := list -}}
{{- if .Values.environments }}{{ $faults = append $faults "environments: copies of tables are made by \"tablewright apply\", not by this chart" }}{{ end -}}
{{- $names := dict -}}
{{- range $i, $table := .Values.tables -}}
{{- $at := printf "tables[%d] (%s)" $i $table.name -}}
{{- $awsName := include "idp.tableName" (dict "root" $root "table" $table) -}}
{{- if gt (len $awsName) 255 }}{{ $faults = append $faults (printf "%s: makes the AWS name %s of %d characters; DynamoDB allows 255" $at $awsName (len $awsName)) }}{{ end -}}
{{- $object := include "idp.kubernetesName" $awsName -}}
{{- with get $names $object }}{{ $faults = append $faults (printf "%s: its Kubernetes name %s is that of %s already: names may not differ by upper and lower case or by '_' only" $at $object .) }}{{ end -}}
{{- $_ := set $names $object $at -}}
{{- range $field := list "resourcePolicy" "vectorIndexes" "serviceAccountSearchRoles" "contributorInsights" "kinesisStreamingDestination" "autoscaling" -}}
{{- if get $table $field }}{{ $faults = append $faults (printf "%s: %s cannot be carried by Crossplane's Table; \"tablewright apply\" can" $at $field) }}{{ end -}}
{{- end -}}
{{- range $table.globalSecondaryIndex -}}
{{- $index := . -}}
{{- range $field := list "contributorInsights" "autoscaling" -}}
{{- if get $index $field }}{{ $faults = append $faults (printf "%s: %s of the index %s cannot be carried by Crossplane's Table; \"tablewright apply\" can" $at $field $index.name) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- $regions := list (include "idp.region" (dict "root" $root "table" $table)) -}}
{{- range $replica := $table.replicas -}}
{{- if has $replica.region $regions }}{{ $faults = append $faults (printf "%s: replicas: %s has the table or a replica already" $at $replica.region) }}{{ end -}}
{{- $regions = append $regions $replica.region -}}
{{- range $field := list "readCapacity" "maxReadRequestUnits" "tableClass" -}}
{{- if get $replica $field }}{{ $faults = append $faults (printf "%s: %s of the replica in %s cannot be carried by Crossplane's Table; \"tablewright apply\" can" $at $field $replica.region) }}{{ end -}}
{{- end -}}
{{- if and $replica.kmsKeyArn (not ($table.serverSideEncryption | default dict).enabled) }}{{ $faults = append $faults (printf "%s: kmsKeyArn of the replica in %s has no meaning without serverSideEncryption" $at $replica.region) }}{{ end -}}
{{- end -}}
{{- if $table.replicas -}}
{{- if eq ($table.billingMode | default "PAY_PER_REQUEST") "PROVISIONED" }}{{ $faults = append $faults (printf "%s: replicas of a PROVISIONED table need autoscaling, which cannot be carried by Crossplane's Table; write billingMode: PAY_PER_REQUEST, or use \"tablewright apply\"" $at) }}{{ end -}}
{{- if and (hasKey $table "streamEnabled") (ne (printf "%v %v" $table.streamEnabled $table.streamViewType) "true NEW_AND_OLD_IMAGES") }}{{ $faults = append $faults (printf "%s: replicas need streamEnabled with streamViewType NEW_AND_OLD_IMAGES" $at) }}{{ end -}}
{{- end -}}
{{- if and $table.serviceAccountStreamRoles (not $table.streamEnabled) }}{{ $faults = append $faults (printf "%s: serviceAccountStreamRoles have nothing to read without streamEnabled" $at) }}{{ end -}}
{{- $used := list $table.hashKey -}}
{{- with $table.rangeKey }}{{ $used = append $used . }}{{ end -}}
{{- $indexes := list -}}
{{- range concat ($table.localSecondaryIndex | default list) ($table.globalSecondaryIndex | default list) -}}
{{- if has .name $indexes }}{{ $faults = append $faults (printf "%s: two of its indexes are called %s" $at .name) }}{{ end -}}
{{- $indexes = append $indexes .name -}}
{{- with .hashKey }}{{ $used = append $used . }}{{ end -}}
{{- with .rangeKey }}{{ $used = append $used . }}{{ end -}}
{{- range .keySchema }}{{ $used = append $used .attributeName }}{{ end -}}
{{- end -}}
{{- $declared := list -}}
{{- range $table.attributes -}}
{{- $declared = append $declared .name -}}
{{- if not (has .name $used) }}{{ $faults = append $faults (printf "%s: the attribute %s is no key of the table or of an index: only key attributes are declared" $at .name) }}{{ end -}}
{{- end -}}
{{- range $used | uniq -}}
{{- if not (has . $declared) }}{{ $faults = append $faults (printf "%s: the key attribute %s is not declared in attributes" $at .) }}{{ end -}}
{{- end -}}
{{- if and $table.localSecondaryIndex (not $table.rangeKey) }}{{ $faults = append $faults (printf "%s: has a local index, but no rangeKey" $at) }}{{ end -}}
{{- end -}}
{{- if $faults }}{{ fail (printf "\n  %s\n" (join "\n  " $faults)) }}{{ end -}}
{{- end -}}
