{{/* The actions of a grant, sorted, as JSON. */}}
{{- define "idp.actions" -}}
{{- $read := list "BatchGetItem" "ConditionCheckItem" "DescribeTable" "GetItem" "PartiQLSelect" "Query" "Scan" -}}
{{- $write := list "BatchWriteItem" "DeleteItem" "DescribeTable" "PartiQLDelete" "PartiQLInsert" "PartiQLUpdate" "PutItem" "UpdateItem" -}}
{{- $stream := list "DescribeStream" "GetRecords" "GetShardIterator" -}}
{{- $names := list -}}
{{- if eq . "Read" }}{{ $names = $read }}{{ else if eq . "Write" }}{{ $names = $write }}{{ else if eq . "Stream" }}{{ $names = $stream }}{{ else }}{{ $names = concat $read $write | uniq | sortAlpha }}{{ end -}}
{{- $actions := list -}}
{{- range $names }}{{ $actions = append $actions (printf "dynamodb:%s" .) }}{{ end -}}
{{ toJson $actions }}
{{- end -}}

{{/* The policy document of some grants: a statement for each kind of grant, everything sorted, no white space, so that the same
     grants always give the same text. Call with a list of (dict "arn" ... "grant" "Read"|"Write"|"ReadWrite"|"Stream" "key" ARN or ""
     "via" the service that may use the key). */}}
{{- define "idp.document" -}}
{{- $statements := list -}}
{{- $grants := . -}}
{{- range $kind := list "Read" "Write" "ReadWrite" "Stream" -}}
{{- $resources := list -}}
{{- range $grants -}}
{{- if eq .grant $kind -}}
{{- if eq $kind "Stream" }}{{ $resources = append $resources (printf "%s/stream/*" .arn) }}{{ else }}{{ $resources = append $resources .arn }}{{ end -}}
{{- if has $kind (list "Read" "ReadWrite") }}{{ $resources = append $resources (printf "%s/index/*" .arn) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- if $resources -}}
{{- $statements = append $statements (printf `{"Sid":"%s","Effect":"Allow","Action":%s,"Resource":%s}` $kind (include "idp.actions" $kind) (toJson (sortAlpha $resources))) -}}
{{- if eq $kind "Stream" }}{{ $statements = append $statements `{"Sid":"Streams","Effect":"Allow","Action":["dynamodb:ListStreams"],"Resource":["*"]}` }}{{ end -}}
{{- end -}}
{{- end -}}
{{- range $kind := list "KeyRead" "KeyWrite" -}}
{{- $keys := list -}}
{{- $services := list -}}
{{- range $grants -}}
{{- if and .key (eq (eq $kind "KeyWrite") (has .grant (list "Write" "ReadWrite"))) -}}
{{- $keys = append $keys .key -}}
{{- $services = append $services .via -}}
{{- end -}}
{{- end -}}
{{- if $keys -}}
{{- $actions := list "kms:Decrypt" "kms:DescribeKey" -}}
{{- if eq $kind "KeyWrite" }}{{ $actions = concat $actions (list "kms:Encrypt" "kms:GenerateDataKey*" "kms:ReEncrypt*") }}{{ end -}}
{{- $statements = append $statements (printf `{"Sid":"%s","Effect":"Allow","Action":%s,"Resource":%s,"Condition":{"StringEquals":{"kms:ViaService":%s}}}` $kind (toJson $actions) (toJson (sortAlpha (uniq $keys))) (toJson (sortAlpha (uniq $services)))) -}}
{{- end -}}
{{- end -}}
{"Version":"2012-10-17","Statement":[{{ join "," $statements }}]}
{{- end -}}

{{/* The grants of every role, each role's in the order of the tables: JSON of role -> list of grants. */}}
{{- define "idp.grants" -}}
{{- $root := . -}}
{{- $roles := dict -}}
{{- range $table := .Values.tables -}}
{{- $arn := include "idp.tableArn" (dict "root" $root "table" $table) -}}
{{- $key := ($table.serverSideEncryption | default dict).kmsKeyArn | default "" -}}
{{- $via := printf "dynamodb.%s.amazonaws.com%s" (include "idp.region" (dict "root" $root "table" $table)) (ternary ".cn" "" (eq ($root.Values.partition | default "aws") "aws-cn")) -}}
{{- $reads := $table.serviceAccountReadRoles | default list -}}
{{- $writes := $table.serviceAccountWriteRoles | default list -}}
{{- range $role := concat $reads $writes | uniq -}}
{{- $grant := ternary (ternary "ReadWrite" "Read" (has $role $writes)) "Write" (has $role $reads) -}}
{{- $_ := set $roles $role (append (get $roles $role | default list) (dict "arn" $arn "grant" $grant "key" $key "via" $via)) -}}
{{- end -}}
{{- range $role := $table.serviceAccountStreamRoles | default list -}}
{{- $_ := set $roles $role (append (get $roles $role | default list) (dict "arn" $arn "grant" "Stream" "key" $key "via" $via)) -}}
{{- end -}}
{{- end -}}
{{ toJson $roles }}
{{- end -}}

{{/* Splits the grants of one role into policies that AWS's size limit lets be: each grant goes into the first policy that has room, in the
     order of the tables, so that a table added at the end changes one policy only. 6,000 of AWS's 6,144 characters, as a reserve.
     Gives JSON: a list of lists of grants. */}}
{{- define "idp.parts" -}}
{{- $bins := list -}}
{{- range $grant := . -}}
{{- $placed := false -}}
{{- $next := list -}}
{{- range $bin := $bins -}}
{{- $with := append $bin $grant -}}
{{- if and (not $placed) (le (len (include "idp.document" $with)) 6000) -}}
{{- $placed = true -}}
{{- $next = append $next $with -}}
{{- else -}}
{{- $next = append $next $bin -}}
{{- end -}}
{{- end -}}
{{- if not $placed }}{{ $next = append $next (list $grant) }}{{ end -}}
{{- $bins = $next -}}
{{- end -}}
{{ toJson $bins }}
{{- end -}}
