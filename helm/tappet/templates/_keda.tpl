{{- /*
What KEDA is told of a connection, as YAML: variant (of Redis: none, -cluster or -sentinel), metadata, authentication
(by parameter, where its value lies) and podIdentity. Called with chart, kind (redis, kafka, azure), name and trigger.
*/ -}}
{{- define "tappet.kedaConnection" -}}
{{- $properties := dict -}}
{{- include "tappet.properties" (dict "into" $properties "chart" .chart) -}}
{{- $places := dict -}}
{{- range $property, $place := include "tappet.propertiesFrom" .chart | fromYaml -}}
{{- $_ := set $places (include "tappet.canonical" $property) $place -}}
{{- end -}}
{{- $key := include "tappet.kedaKey" . -}}
{{- $given := get (default dict .chart.Values.autoscaling.keda.connections) $key | default dict -}}
{{- $prefix := "" -}}
{{- if eq .name "default" -}}
{{- $prefix = get (dict "redis" "spring.data.redis." "kafka" "spring.kafka." "azure" "") .kind -}}
{{- else -}}
{{- $prefix = printf "tappet.connections.%s.%s" (include "tappet.canonical" .name) (get (dict "redis" "" "kafka" "kafka." "azure" "azurestorage.") .kind) -}}
{{- end -}}
{{- $connection := dict "variant" "" "metadata" dict "authentication" dict "podIdentity" dict -}}
{{- include (printf "tappet.kedaOf%s" (title .kind)) (dict "into" $connection "prefix" $prefix "properties" $properties "places" $places "chart" .chart "name" .name) -}}
{{- $_ := set $connection "metadata" (mergeOverwrite $connection.metadata (default dict $given.metadata)) -}}
{{- $_ := set $connection "authentication" (mergeOverwrite $connection.authentication (default dict $given.authentication)) -}}
{{- $_ := set $connection "podIdentity" (mergeOverwrite $connection.podIdentity (default dict $given.podIdentity)) -}}
{{- $needed := get (dict "redis" (list "address" "addresses") "kafka" (list "bootstrapServers") "azure" (list "connectionFromEnv" "accountName")) .kind -}}
{{- $found := hasKey $connection.authentication (ternary "connection" "address" (eq .kind "azure")) -}}
{{- range $needed -}}{{- if hasKey $connection.metadata . -}}{{- $found = true -}}{{- end -}}{{- end -}}
{{- if not $found -}}
{{- $remedy := ternary "it takes a connection string from a Secret, or a workload identity for an account of one of Azure's clouds. Give one of these in the configuration" "it reads neither URLs nor connection strings of Redis and Kafka. Give host and credentials apart in the configuration" (eq .kind "azure") -}}
{{- fail (printf "KEDA cannot be told where the connection '%s' of the trigger '%s' leads: %s, or tell KEDA by itself:\n\n  autoscaling.keda.connections:\n    %s:\n      metadata: {%s: …}\n      authentication: {%s: {secret: <name of the Secret>, key: <key in it>}}\n\nWith autoscaling.keda.scalers 'endpoint' KEDA needs none of it." .name .trigger $remedy $key (last $needed | replace "addresses" "address") (ternary "connection" "password" (eq .kind "azure"))) -}}
{{- end -}}
{{- $connection | toYaml -}}
{{- end -}}

{{- /* The name of a connection under autoscaling.keda.connections: each kind of broker has a default one. */ -}}
{{- define "tappet.kedaKey" -}}
{{- if or (ne .name "default") (eq .kind "redis") -}}{{- .name -}}{{- else -}}{{- printf "default-%s" .kind -}}{{- end -}}
{{- end -}}

{{- /* A parameter of KEDA's from a property, wherever that has its value. */ -}}
{{- define "tappet.kedaParameter" -}}
{{- $name := print .prefix .property -}}
{{- $value := include "tappet.text" (dict "properties" .properties "name" $name) -}}
{{- if hasKey .places $name -}}
{{- $_ := set .into.authentication .parameter (get .places $name) -}}
{{- else if regexMatch "^\\$\\{[A-Za-z0-9_]+\\}$" $value -}}
{{- $_ := set .into.metadata (print .parameter "FromEnv") (regexFind "[A-Za-z0-9_]+" $value) -}}
{{- else if $value -}}
{{- $_ := set .into.metadata .parameter $value -}}
{{- end -}}
{{- end -}}

{{- define "tappet.kedaOfRedis" -}}
{{- $metadata := .into.metadata -}}
{{- $what := printf "An address of the connection '%s'" .name -}}
{{- $namespace := .chart.Release.Namespace -}}
{{- $text := dict "properties" .properties -}}
{{- $nodes := dict "variant" "" -}}
{{- range $variant, $key := dict "-cluster" "cluster.nodes" "-sentinel" "sentinel.nodes" "-fixed" "masterreplica.nodes" -}}
{{- with get $.properties (print $.prefix $key) -}}
{{- $_ := set $nodes "variant" $variant -}}
{{- $_ := set $nodes "items" (include "tappet.list" (dict "value" .value "what" $what) | fromJson).items -}}
{{- end -}}
{{- end -}}
{{- $url := include "tappet.text" (set $text "name" (print .prefix "url")) -}}
{{- $host := include "tappet.text" (set $text "name" (print .prefix "host")) -}}
{{- $port := include "tappet.text" (set (set $text "name" (print .prefix "port")) "default" "6379") -}}
{{- $database := include "tappet.text" (set (set $text "name" (print .prefix "database")) "default" "0") -}}
{{- $tls := or (hasKey .properties (print .prefix "ssl.bundle")) (eq "true" (include "tappet.text" (set (set $text "name" (print .prefix "ssl.enabled")) "default" "false"))) -}}
{{- if and (eq .name "default") .chart.Values.redis.host -}}
{{- $host = .chart.Values.redis.host -}}
{{- $port = .chart.Values.redis.port -}}
{{- end -}}
{{- if or (eq $nodes.variant "-cluster") (eq $nodes.variant "-sentinel") -}}
{{- $addresses := list -}}
{{- range $nodes.items -}}{{- $addresses = append $addresses (include "tappet.kedaAddress" (dict "address" . "namespace" $namespace)) -}}{{- end -}}
{{- $_ := set $metadata "addresses" (join "," $addresses) -}}
{{- $_ := set .into "variant" $nodes.variant -}}
{{- else if $nodes.variant -}}
{{- /* The backlog may be asked of any of them. */ -}}
{{- $_ := set $metadata "address" (include "tappet.kedaAddress" (dict "address" (first $nodes.items) "namespace" $namespace)) -}}
{{- else if hasKey .places (print .prefix "url") -}}
{{- else if $url -}}
{{- /* As Spring Boot has it: a URL without a database means database 0. */ -}}
{{- $user := regexFind "://[^@/]*@" $url | trimPrefix "://" | trimSuffix "@" -}}
{{- $address := regexReplaceAll "^[a-z+-]*://([^@/]*@)?([^/?]*).*$" $url "${2}" -}}
{{- $address = first (include "tappet.list" (dict "value" (ternary $address (print $address ":6379") (regexMatch ":[^:\\]]+$" $address)) "what" $what) | fromJson).items -}}
{{- $_ := set $metadata "address" (include "tappet.kedaAddress" (dict "address" $address "namespace" $namespace)) -}}
{{- $secret := regexFind "^\\$\\{[A-Za-z0-9_]+\\}$" (last (splitList ":" $user)) -}}
{{- with regexFind "[A-Za-z0-9_]+" $secret -}}{{- $_ := set $metadata "passwordFromEnv" . -}}{{- end -}}
{{- with regexFind "^[^:$]+:" $user -}}{{- $_ := set $metadata "username" (trimSuffix ":" .) -}}{{- end -}}
{{- $database = regexFind "/[0-9]+($|\\?)" (trimPrefix "redis" $url) | trimAll "/?" | default "0" -}}
{{- $tls = or $tls (hasPrefix "rediss:" $url) -}}
{{- else if $host -}}
{{- $address := first (include "tappet.list" (dict "value" (printf "%s:%s" $host (toString $port)) "what" $what) | fromJson).items -}}
{{- $_ := set $metadata "address" (include "tappet.kedaAddress" (dict "address" $address "namespace" $namespace)) -}}
{{- end -}}
{{- if $tls -}}{{- $_ := set $metadata "enableTLS" "true" -}}{{- end -}}
{{- if ne $database "0" -}}{{- $_ := set $metadata "databaseIndex" $database -}}{{- end -}}
{{- range $property, $parameter := dict "username" "username" "password" "password" "sentinel.master" "sentinelMaster" "sentinel.username" "sentinelUsername" "sentinel.password" "sentinelPassword" -}}
{{- include "tappet.kedaParameter" (merge (dict "property" $property "parameter" $parameter) $) -}}
{{- end -}}
{{- end -}}

{{- /* KEDA asks from a namespace of its own, where the name of a service alone means another one, or none. */ -}}
{{- define "tappet.kedaAddress" -}}
{{- $host := regexReplaceAll ":[0-9]+$" .address "" -}}
{{- if or (contains "." $host) (contains ":" $host) -}}{{- .address -}}
{{- else -}}{{- printf "%s.%s.svc%s" $host .namespace (trimPrefix $host .address) -}}
{{- end -}}
{{- end -}}

{{- define "tappet.kedaOfKafka" -}}
{{- $text := dict "properties" .properties -}}
{{- with get .properties (print .prefix "bootstrapservers") -}}
{{- $servers := list -}}
{{- range (include "tappet.list" (dict "value" .value "what" (printf "A broker of the connection '%s'" $.name)) | fromJson).items -}}
{{- $servers = append $servers (include "tappet.kedaAddress" (dict "address" . "namespace" $.chart.Release.Namespace)) -}}
{{- end -}}
{{- $_ := set $.into.metadata "bootstrapServers" (join "," $servers) -}}
{{- end -}}
{{- /* What stands in the client's own properties counts before the rest. */ -}}
{{- $own := print .prefix "properties." -}}
{{- $protocol := include "tappet.text" (set $text "name" (print .prefix (ternary "security.protocol" "protocol" (eq .name "default")))) -}}
{{- $protocol = include "tappet.text" (set (set $text "name" (print $own "security.protocol")) "default" $protocol) | lower | replace "_" "-" -}}
{{- if hasSuffix "ssl" $protocol -}}{{- $_ := set .into.metadata "tls" "enable" -}}{{- end -}}
{{- if hasPrefix "sasl" $protocol -}}
{{- $mode := include "tappet.text" (set (set $text "name" (print .prefix "authenticationmode")) "default" "plain") -}}
{{- $mode = include "tappet.text" (set (set $text "name" (print $own "sasl.mechanism")) "default" $mode) | lower | replace "_" "-" | replace "sha-" "sha" | replace "oauthbearer" "oauth-bearer" -}}
{{- $_ := set .into.metadata "sasl" (get (dict "plain" "plaintext" "scram-sha256" "scram_sha256" "scram-sha512" "scram_sha512" "gssapi" "gssapi" "oauth-bearer" "oauthbearer") $mode | default $mode) -}}
{{- $key := include "tappet.kedaKey" (dict "kind" "kafka" "name" .name) -}}
{{- $given := (get (default dict .chart.Values.autoscaling.keda.connections) $key | default dict).authentication | default dict -}}
{{- $elsewhere := not (has $mode (list "plain" "scram-sha256" "scram-sha512")) -}}
{{- if and $elsewhere (empty $given) -}}
{{- fail (printf "KEDA needs more for SASL by '%s' than the connection '%s' says. Tell it under autoscaling.keda.connections.%s.authentication, or let it ask the pods: autoscaling.keda.scalers 'endpoint'" $mode .name $key) -}}
{{- end -}}
{{- range tuple "username" "password" -}}
{{- if hasKey $.places (print $.prefix .) -}}
{{- $_ := set $.into.authentication . (get $.places (print $.prefix .)) -}}
{{- else if not (or (hasKey $given .) $elsewhere) -}}
{{- fail (printf "KEDA takes the %s of the connection '%s' from a Secret alone. Name its place under propertiesFrom, or for KEDA alone under autoscaling.keda.connections.%s.authentication: {%s: {secret: <name of the Secret>, key: <key in it>}}" . $.name $key .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tappet.kedaOfAzure" -}}
{{- $own := ternary "azurewebjobsstorage" (print .prefix "connectionstring") (eq .name "default") -}}
{{- include "tappet.kedaParameter" (merge (dict "prefix" "" "property" $own "parameter" "connection") .) -}}
{{- $uri := include "tappet.text" (dict "properties" .properties "name" (print .prefix "queueserviceuri")) -}}
{{- $credential := include "tappet.text" (dict "properties" .properties "name" (print .prefix "credential")) -}}
{{- if and $uri (eq "workloadidentity" (lower $credential | replace "-" "" | replace "_" "")) -}}
{{- $uri = first (include "tappet.list" (dict "value" $uri "what" (printf "The account of the connection '%s'" .name)) | fromJson).items -}}
{{- $cloud := get (dict "windows.net" "AzurePublicCloud" "chinacloudapi.cn" "AzureChinaCloud" "usgovcloudapi.net" "AzureUSGovernmentCloud") (regexReplaceAll "^https://[^./]+\\.queue\\.core\\.([^:/]+)/?$" $uri "${1}") -}}
{{- if $cloud -}}
{{- $_ := set .into.metadata "accountName" (regexReplaceAll "^https://([^.]+).*$" $uri "${1}") -}}
{{- if ne $cloud "AzurePublicCloud" -}}{{- $_ := set .into.metadata "cloud" $cloud -}}{{- end -}}
{{- end -}}
{{- $_ := set .into.podIdentity "provider" "azure-workload" -}}
{{- with include "tappet.text" (dict "properties" .properties "name" (print .prefix "clientid")) -}}
{{- $_ := set $.into.podIdentity "identityId" . -}}
{{- end -}}
{{- end -}}
{{- if eq .name "default" -}}
{{- range default list .chart.Values.extraEnv -}}
{{- if eq .name "AzureWebJobsStorage" -}}{{- $_ := set $.into.metadata "connectionFromEnv" .name -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /*
The scalers of all triggers, as YAML: triggers as in a ScaledObject, and authentications, each the spec of a
TriggerAuthentication by its name.
*/ -}}
{{- define "tappet.keda" -}}
{{- include "tappet.refuseScaling" . -}}
{{- $triggers := list -}}
{{- $authentications := dict -}}
{{- range $trigger := (include "tappet.workload" . | fromYaml).triggers -}}
{{- if eq $.Values.autoscaling.keda.scalers "endpoint" -}}
{{- if .helps -}}
{{- $web := include "tappet.web" $ | fromYaml -}}
{{- $port := ternary $.Values.service.port $web.management.port (eq $web.management.name "http") -}}
{{- $url := printf "%s://%s.%s.svc:%d%s/scaling/%s" (lower $web.management.scheme) (include "tappet.fullname" $) $.Release.Namespace (int $port) $web.management.path .name -}}
{{- $triggers = append $triggers (dict "type" "metrics-api" "name" .name "metadata" (dict "url" $url "valueLocation" "desiredWorkers" "targetValue" "1")) -}}
{{- end -}}
{{- else if ne .source "redis-pubsub" -}}
{{- $kind := first (splitList "-" .source) -}}
{{- $connection := include "tappet.kedaConnection" (dict "chart" $ "kind" $kind "name" .connection "trigger" .name) | fromYaml -}}
{{- /* One pod is enough for what is strict, however long the backlog. */ -}}
{{- $target := ternary .messagesperworker "1000000000" .helps -}}
{{- $scalers := include "tappet.kedaScalers" (dict "trigger" . "variant" $connection.variant "target" $target) | fromYaml -}}
{{- $reference := "" -}}
{{- if or $connection.authentication $connection.podIdentity -}}
{{- $reference = printf "%s-%s-%s" (include "tappet.fullname" $) $kind (lower .connection | replace "_" "-") -}}
{{- $_ := set $authentications $reference (pick $connection "authentication" "podIdentity") -}}
{{- end -}}
{{- range $index, $scaler := $scalers.scalers -}}
{{- $entry := dict "type" $scaler.type "name" (printf "%s-%d" $trigger.name $index) "metadata" (merge $scaler.metadata $connection.metadata) -}}
{{- if $reference -}}{{- $_ := set $entry "authenticationRef" (dict "name" $reference) -}}{{- end -}}
{{- $triggers = append $triggers $entry -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- dict "triggers" $triggers "authentications" $authentications | toYaml -}}
{{- end -}}

{{- /* The scalers that together see the backlog of one trigger. */ -}}
{{- define "tappet.kedaScalers" -}}
{{- $trigger := .trigger -}}
{{- $block := .trigger.block -}}
{{- $target := .target -}}
{{- $redis := printf "redis%s" .variant -}}
{{- $scalers := list -}}
{{- $what := printf "The source of the trigger '%s'" .trigger.name -}}
{{- if eq .trigger.source "redis-stream" -}}
{{- /* What nobody has read, and what was read and is not finished: being handled, or waiting for a retry. */ -}}
{{- range (include "tappet.list" (dict "value" $block.key "what" $what) | fromJson).items -}}
{{- $group := default $trigger.name $block.group -}}
{{- $scalers = append $scalers (dict "type" (print $redis "-streams") "metadata" (dict "stream" . "consumerGroup" $group "lagCount" $target "activationLagCount" "0")) -}}
{{- $scalers = append $scalers (dict "type" (print $redis "-streams") "metadata" (dict "stream" . "consumerGroup" $group "pendingEntriesCount" $target)) -}}
{{- end -}}
{{- else if eq .trigger.source "redis-list" -}}
{{- /* The list, and what was taken from it and is not finished, which lies in keys beside it. */ -}}
{{- range (include "tappet.list" (dict "value" $block.key "what" $what) | fromJson).items -}}
{{- $keys := list . -}}
{{- $tagged := "" -}}
{{- if regexMatch "^[^{]*\\{[^}]+\\}" . -}}{{- $tagged = . -}}
{{- else if not (or (contains "{" .) (contains "}" .)) -}}{{- $tagged = printf "{%s}" . -}}
{{- end -}}
{{- if $tagged -}}
{{- range ternary (list "replays") (list "batches" "messages") (eq (default "" $block.delivery) "at-most-once") -}}
{{- $keys = append $keys (printf "tappet:%s:%s:%s" $tagged $trigger.name .) -}}
{{- end -}}
{{- end -}}
{{- range $keys -}}
{{- $scalers = append $scalers (dict "type" $redis "metadata" (dict "listName" . "listLength" $target "activationListLength" "0")) -}}
{{- end -}}
{{- end -}}
{{- else if eq .trigger.source "kafka" -}}
{{- range (include "tappet.list" (dict "value" $block.topic "what" $what) | fromJson).items -}}
{{- $from := ternary "latest" "earliest" (eq (default "beginning" $block.startfrom | toString) "latest") -}}
{{- $scalers = append $scalers (dict "type" "kafka" "metadata" (dict "topic" . "consumerGroup" (default $trigger.name $block.group) "lagThreshold" $target "activationLagThreshold" "0" "offsetResetPolicy" $from)) -}}
{{- end -}}
{{- else if eq .trigger.source "azure-queue" -}}
{{- range (include "tappet.list" (dict "value" $block.queuename "what" $what) | fromJson).items -}}
{{- $scalers = append $scalers (dict "type" "azure-queue" "metadata" (dict "queueName" . "queueLength" $target "activationQueueLength" "0")) -}}
{{- end -}}
{{- end -}}
{{- dict "scalers" $scalers | toYaml -}}
{{- end -}}
