{{- /* What autoscalers have to know of the triggers. */ -}}

{{- define "tappet.properties" -}}
{{- include "tappet.collect" (dict "into" .into "path" "" "value" (include "tappet.application" .chart | fromYaml)) -}}
{{- end -}}

{{- /* A list that may be written as a text with commas, as JSON: {"items": […]}. */ -}}
{{- define "tappet.list" -}}
{{- $items := list -}}
{{- range ternary .value (splitList "," (toString .value)) (kindIs "slice" .value) -}}
{{- $item := toString . | trim -}}
{{- if contains "${" $item -}}
{{- fail (printf "%s is '%s', and KEDA resolves no placeholders. Write the value itself, or set autoscaling.keda.scalers to 'endpoint', which needs no address of a broker" $.what $item) -}}
{{- end -}}
{{- $items = append $items $item -}}
{{- end -}}
{{- dict "items" $items | toJson -}}
{{- end -}}

{{- /*
The enabled triggers, as YAML below `triggers`: name, source (its block), connection, target (the backlog that one pod
should carry), helps (whether more pods than one do), and block, whose keys are canonical.
*/ -}}
{{- define "tappet.workload" -}}
{{- $properties := dict -}}
{{- include "tappet.properties" (dict "into" $properties "chart" .) -}}
{{- $triggers := list -}}
{{- $tappet := (include "tappet.application" . | fromYaml).tappet | default dict -}}
{{- range $name, $definition := $tappet.triggers | default dict -}}
{{- $keys := dict -}}
{{- include "tappet.collect" (dict "into" $keys "path" "" "value" $definition) -}}
{{- $trigger := dict "name" $name "source" "" "block" dict -}}
{{- range $key, $property := $keys -}}
{{- range tuple "redis-stream" "redis-list" "redis-pubsub" "kafka" "azure-queue" -}}
{{- $prefix := printf "%s." (include "tappet.canonical" .) -}}
{{- if hasPrefix $prefix $key -}}
{{- $_ := set $trigger "source" . -}}
{{- $_ := set $trigger.block (trimPrefix $prefix $key) $property.value -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range $key, $default := dict "enabled" "true" "connection" "default" "ordering" "none" "messages-per-worker" "100" -}}
{{- $canonical := include "tappet.canonical" $key -}}
{{- $value := include "tappet.text" (dict "properties" $properties "name" (print "tappet.defaults." $canonical) "default" $default) -}}
{{- $_ := set $trigger $canonical (include "tappet.text" (dict "properties" $keys "name" $canonical "default" $value)) -}}
{{- end -}}
{{- if and (ne $trigger.enabled "false") $trigger.source -}}
{{- if not (regexMatch "^[1-9][0-9]*$" $trigger.messagesperworker) -}}
{{- fail (printf "'messages-per-worker' of the trigger '%s' is '%s': an autoscaler needs a whole number there" $name $trigger.messagesperworker) -}}
{{- end -}}
{{- $strict := and (eq $trigger.ordering "strict") (hasPrefix "redis" $trigger.source) -}}
{{- $_ := set $trigger "helps" (not (or $strict (eq $trigger.source "redis-pubsub"))) -}}
{{- $triggers = append $triggers $trigger -}}
{{- end -}}
{{- end -}}
{{- dict "triggers" $triggers | toYaml -}}
{{- end -}}

{{- /* Fails where no autoscaler could do what the values ask. */ -}}
{{- define "tappet.refuseScaling" -}}
{{- $autoscaling := .Values.autoscaling -}}
{{- $triggers := (include "tappet.workload" . | fromYaml).triggers -}}
{{- $fromBrokers := and (eq $autoscaling.type "keda") (eq $autoscaling.keda.scalers "brokers") -}}
{{- if gt (int $autoscaling.minReplicas) (int $autoscaling.maxReplicas) -}}
{{- fail (printf "autoscaling.minReplicas is %d, more than autoscaling.maxReplicas with %d" (int $autoscaling.minReplicas) (int $autoscaling.maxReplicas)) -}}
{{- end -}}
{{- if eq (int $autoscaling.minReplicas) 0 -}}
{{- if not $fromBrokers -}}
{{- fail "autoscaling.minReplicas is 0, and the figures come from the pods themselves. Set it to 1, or let KEDA ask the brokers: autoscaling.type 'keda' with keda.scalers 'brokers'" -}}
{{- end -}}
{{- range $triggers -}}
{{- if eq .source "redis-pubsub" -}}
{{- fail (printf "autoscaling.minReplicas is 0, and the trigger '%s' is on pub/sub: with no pod nobody hears what is published. Set it to 1, or move the trigger to a release of its own" .name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- $scaled := false -}}
{{- range $triggers -}}
{{- if or .helps (and $fromBrokers (ne .source "redis-pubsub")) -}}{{- $scaled = true -}}{{- end -}}
{{- end -}}
{{- if not $scaled -}}
{{- fail (printf "autoscaling.type is '%s', and no trigger of the values has a backlog that more pods would help with: pub/sub has none, and of a stream or list with 'ordering: strict' one pod handles all. Set it to 'none', or write the triggers under `triggers`" $autoscaling.type) -}}
{{- end -}}
{{- end -}}
