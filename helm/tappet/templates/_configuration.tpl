{{- /*
What the chart has to know of application.yml. Keys may be nested or dotted there, in kebab case, camel case or with
underscores, so they are all brought into one form: `management.server.basepath`.
*/ -}}

{{- define "tappet.application" -}}
{{- $triggers := ternary (dict "tappet" (dict "triggers" .Values.triggers)) dict (not (empty .Values.triggers)) -}}
{{- mustMergeOverwrite (deepCopy (default dict .Values.config)) (deepCopy $triggers) | toYaml -}}
{{- end -}}

{{- define "tappet.canonical" -}}
{{- lower . | replace "-" "" | replace "_" "" -}}
{{- end -}}

{{- /* Puts each value below `value` into the dict `into`, by its canonical name: {path: as it is written, value}. */ -}}
{{- define "tappet.collect" -}}
{{- $into := .into -}}
{{- $path := .path -}}
{{- if kindIs "map" .value -}}
{{- range $key, $value := .value -}}
{{- include "tappet.collect" (dict "into" $into "path" (ternary $key (printf "%s.%s" $path $key) (empty $path)) "value" $value) -}}
{{- end -}}
{{- else -}}
{{- $_ := set $into (include "tappet.canonical" $path) (dict "path" $path "value" .value) -}}
{{- if kindIs "slice" .value -}}
{{- range $index, $value := .value -}}
{{- include "tappet.collect" (dict "into" $into "path" (printf "%s[%d]" $path $index) "value" $value) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /* A port of the configuration, or the default. */ -}}
{{- define "tappet.port" -}}
{{- $property := get .properties .name -}}
{{- if empty $property -}}
{{- .default -}}
{{- else -}}
{{- $port := toString $property.value -}}
{{- if not (regexMatch "^[1-9][0-9]{0,4}$" $port) -}}
{{- fail (printf "config sets '%s' to '%s', and the chart needs the number of a port there, from 1 to 65535: the probes, the service and the scraper ask at it" $property.path $port) -}}
{{- end -}}
{{- $port -}}
{{- end -}}
{{- end -}}

{{- define "tappet.text" -}}
{{- $property := get .properties .name -}}
{{- if empty $property -}}{{- default "" .default -}}{{- else -}}{{- toString $property.value -}}{{- end -}}
{{- end -}}

{{- /* Whether a server of the configuration (`server` or `management.server`) speaks TLS. */ -}}
{{- define "tappet.scheme" -}}
{{- $ssl := printf "%s.ssl." .server -}}
{{- $named := false -}}
{{- range tuple "bundle" "certificate" "keystore" -}}
{{- if hasKey $.properties (print $ssl .) -}}{{- $named = true -}}{{- end -}}
{{- end -}}
{{- $enabled := include "tappet.text" (dict "properties" .properties "name" (print $ssl "enabled") "default" "true") -}}
{{- ternary "HTTPS" "HTTP" (and $named (ne $enabled "false")) -}}
{{- end -}}

{{- /*
Where the service listens, as YAML: port; management with the endpoints' port, the name of that port, its scheme and the
path of the endpoints.
*/ -}}
{{- define "tappet.web" -}}
{{- $properties := dict -}}
{{- include "tappet.collect" (dict "into" $properties "path" "" "value" (include "tappet.application" . | fromYaml)) -}}
{{- $port := include "tappet.port" (dict "properties" $properties "name" "server.port" "default" "8080") -}}
{{- $management := include "tappet.port" (dict "properties" $properties "name" "management.server.port" "default" $port) -}}
{{- $own := ne $port $management -}}
{{- $server := ternary "management.server" "server" $own -}}
{{- $address := include "tappet.text" (dict "properties" $properties "name" (print $server ".address")) -}}
{{- if regexMatch "^(127\\.|localhost$|::1$|\\[::1\\]$)" $address -}}
{{- fail (printf "config has the endpoints listen at %s, where neither the kubelet's probes nor a scraper reach them. Leave out '%s.address', and let networkPolicy say who may come" $address $server) -}}
{{- end -}}
{{- $base := include "tappet.text" (dict "properties" $properties "name" (ternary "management.server.basepath" "spring.webflux.basepath" $own)) -}}
{{- $endpoints := include "tappet.text" (dict "properties" $properties "name" "management.endpoints.web.basepath" "default" "/actuator") -}}
port: {{ $port }}
management:
  port: {{ $management }}
  name: {{ ternary "management" "http" $own }}
  scheme: {{ include "tappet.scheme" (dict "properties" $properties "server" $server) }}
  path: {{ printf "%s%s" (trimSuffix "/" $base) (trimSuffix "/" $endpoints) | quote }}
{{- end -}}

{{- /* Fails where something secret stands in `config`, which anybody may read who may read ConfigMaps. */ -}}
{{- define "tappet.refuseSecrets" -}}
{{- $properties := dict -}}
{{- include "tappet.collect" (dict "into" $properties "path" "" "value" (include "tappet.application" . | fromYaml)) -}}
{{- range $name, $property := $properties -}}
{{- if or (kindIs "string" $property.value) (and (hasSuffix "password" $name) (not (kindIs "bool" $property.value))) -}}
{{- /* What is taken from elsewhere is no secret: ${NAME}, also within another. */ -}}
{{- $value := toString $property.value -}}
{{- range until 2 -}}{{- $value = regexReplaceAll "\\$\\{[^${}:]*:?\\}" $value "" -}}{{- end -}}
{{- $what := "" -}}
{{- if and $value (regexMatch "(password|passphrase|passwd|secret|accesskey|accountkey|apikey|token|jaas\\.?config)$" $name) -}}
{{- $what = "a secret" -}}
{{- else if regexMatch "(?i)(password|accountkey|sharedaccesskey|sharedaccesssignature|[?&]sig)=[^,;&\\s]" $value -}}
{{- $what = "a connection string with a secret" -}}
{{- /* Redis takes what stands alone before the host for a password. */ -}}
{{- else if or (regexMatch "://[^/?#@\\s]*:[^/?#@\\s]+@" $value) (regexMatch "^redis[a-z+-]*://[^/?#@:\\s]+@" $value) -}}
{{- $what = "a URL with a password" -}}
{{- else if contains "PRIVATE KEY-----" $value -}}
{{- $what = "a private key" -}}
{{- end -}}
{{- if $what -}}
{{- fail (printf "config has %s at '%s', and lies in a ConfigMap, which more people may read than a Secret. Put the value into a Secret, leave the key out here, and name the Secret in the chart's values:\n\n  propertiesFrom:\n    %s: {secret: <name of the Secret>, key: <key in it>}\n\nWhat is no secret after all can be written as ${NAME}, with the variable in extraEnv." $what $property.path $property.path) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /*
Properties whose values lie in Secrets and ConfigMaps, as YAML: by its name, where each is. Those of `redis` are among
them.
*/ -}}
{{- define "tappet.propertiesFrom" -}}
{{- $properties := dict -}}
{{- with .Values.redis -}}
{{- if and .existingSecret .host -}}
{{- $_ := set $properties "spring.data.redis.password" (dict "secret" .existingSecret "key" .passwordKey) -}}
{{- if .usernameKey -}}
{{- $_ := set $properties "spring.data.redis.username" (dict "secret" .existingSecret "key" .usernameKey) -}}
{{- end -}}
{{- else if .existingSecret -}}
{{- $_ := set $properties "spring.data.redis.url" (dict "secret" .existingSecret "key" .urlKey) -}}
{{- end -}}
{{- end -}}
{{- merge (default dict .Values.propertiesFrom | deepCopy) $properties | toYaml -}}
{{- end -}}
