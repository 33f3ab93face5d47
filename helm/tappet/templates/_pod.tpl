{{- define "tappet.image" -}}
{{- $image := .Values.image -}}
{{- $registry := default $image.registry (default dict .Values.global).imageRegistry -}}
{{- $repository := ternary (printf "%s/%s" $registry $image.repository) $image.repository (not (empty $registry)) -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (default .Chart.AppVersion $image.tag) -}}
{{- end -}}
{{- end -}}

{{- define "tappet.imagePullSecrets" -}}
{{- with concat (default list (default dict .Values.global).imagePullSecrets) (default list .Values.imagePullSecrets) | uniq -}}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end -}}

{{- /* One probe: the endpoint at the management port, unless the values ask something else. */ -}}
{{- define "tappet.probe" -}}
{{- $management := .management -}}
{{- $get := dict "path" (printf "%s/health/%s" $management.path .health) "port" $management.name -}}
{{- if ne $management.scheme "HTTP" -}}{{- $_ := set $get "scheme" $management.scheme -}}{{- end -}}
{{- $own := or .probe.httpGet .probe.exec .probe.tcpSocket .probe.grpc -}}
{{- merge (deepCopy .probe) (ternary dict (dict "httpGet" $get) (not (empty $own))) | toYaml -}}
{{- end -}}

{{- /* The variables of the container. One of `extraEnv` takes the place of the chart's. */ -}}
{{- define "tappet.variables" -}}
{{- $variables := list (dict "name" "TAPPET_INSTANCE_ID" "valueFrom" (dict "fieldRef" (dict "fieldPath" "metadata.name"))) -}}
{{- $variables = append $variables (dict "name" "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE" "value" (printf "%ds" (int .Values.shutdownSeconds))) -}}
{{- if or (include "tappet.propertiesFrom" . | fromYaml) .Values.configTrees -}}
{{- $variables = append $variables (dict "name" "SPRING_CONFIG_IMPORT" "value" "configtree:/app/properties/") -}}
{{- end -}}
{{- if .Values.redis.host -}}
{{- $variables = append $variables (dict "name" "SPRING_DATA_REDIS_HOST" "value" .Values.redis.host) -}}
{{- $variables = append $variables (dict "name" "SPRING_DATA_REDIS_PORT" "value" (toString .Values.redis.port)) -}}
{{- end -}}
{{- $given := list -}}
{{- range .Values.extraEnv -}}{{- $given = append $given .name -}}{{- end -}}
{{- $left := list -}}
{{- range $variables -}}
{{- if not (has .name $given) -}}{{- $left = append $left . -}}{{- end -}}
{{- end -}}
{{- concat $left (default list .Values.extraEnv) | toYaml -}}
{{- end -}}

{{- /*
The pod of `chart`: that of the Deployment, or with `preflight` one that only looks whether the triggers would run. Both
have the same configuration, rights and handlers.
*/ -}}
{{- define "tappet.pod" -}}
{{- $preflight := .preflight -}}
{{- with .chart -}}
{{- $web := include "tappet.web" . | fromYaml -}}
{{- $propertiesFrom := include "tappet.propertiesFrom" . | fromYaml -}}
{{- $hasTree := or $propertiesFrom .Values.configTrees -}}
serviceAccountName: {{ include "tappet.serviceAccountName" . }}
automountServiceAccountToken: {{ .Values.serviceAccount.automountToken }}
{{- /* Or each service of the namespace would set variables: one that is named `server` sets SERVER_PORT. */}}
enableServiceLinks: false
{{- if $preflight }}
restartPolicy: Never
{{- else }}
terminationGracePeriodSeconds: {{ add .Values.shutdownSeconds 15 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .Values.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "tappet.imagePullSecrets" . }}
{{ . }}
{{- end }}
{{- with .Values.initContainers }}
initContainers:
  {{- toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: tappet
    image: {{ include "tappet.image" . | quote }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    {{- if $preflight }}
    args:
      - --tappet.check
    {{- end }}
    env:
      {{- include "tappet.variables" . | nindent 6 }}
    {{- with .Values.envFrom }}
    envFrom:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- if not $preflight }}
    ports:
      - name: http
        containerPort: {{ $web.port }}
      {{- if eq $web.management.name "management" }}
      - name: management
        containerPort: {{ $web.management.port }}
      {{- end }}
    {{- with .Values.probes.startup }}
    startupProbe:
      {{- include "tappet.probe" (dict "probe" . "management" $web.management "health" "liveness") | nindent 6 }}
    {{- end }}
    {{- with .Values.probes.liveness }}
    livenessProbe:
      {{- include "tappet.probe" (dict "probe" . "management" $web.management "health" "liveness") | nindent 6 }}
    {{- end }}
    {{- with .Values.probes.readiness }}
    readinessProbe:
      {{- include "tappet.probe" (dict "probe" . "management" $web.management "health" "readiness") | nindent 6 }}
    {{- end }}
    {{- end }}
    {{- with .Values.resources }}
    resources:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- with .Values.securityContext }}
    securityContext:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    volumeMounts:
      - name: config
        mountPath: /app/config
        readOnly: true
      - name: tmp
        mountPath: /tmp
      {{- if $hasTree }}
      - name: properties
        mountPath: /app/properties
        readOnly: true
      {{- end }}
      {{- with .Values.extraVolumeMounts }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
  {{- if not $preflight }}
  {{- with .Values.sidecars }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- end }}
volumes:
  - name: config
    configMap:
      name: {{ include "tappet.fullname" . }}
  - name: tmp
    {{- with .Values.tmpSizeLimit }}
    emptyDir:
      sizeLimit: {{ . }}
    {{- else }}
    emptyDir: {}
    {{- end }}
  {{- if $hasTree }}
  - name: properties
    projected:
      sources:
        {{- /* A config tree: each file is named as the property whose value it holds. */}}
        {{- range $property, $place := $propertiesFrom }}
        - {{ ternary "secret" "configMap" (hasKey $place "secret") }}:
            name: {{ default $place.configMap $place.secret }}
            items:
              - key: {{ $place.key }}
                path: {{ $property }}
        {{- end }}
        {{- range .Values.configTrees }}
        - {{ ternary "secret" "configMap" (hasKey . "secret") }}:
            name: {{ default .configMap .secret }}
            {{- if .optional }}
            optional: true
            {{- end }}
        {{- end }}
  {{- end }}
  {{- with .Values.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- if not $preflight }}
{{- with .Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- $selector := dict "matchLabels" (include "tappet.selectorLabels" . | fromYaml) }}
{{- $constraints := list }}
{{- range .Values.topologySpreadConstraints }}
{{- $constraints = append $constraints (ternary . (set (deepCopy .) "labelSelector" $selector) (hasKey . "labelSelector")) }}
{{- end }}
{{- with $constraints }}
topologySpreadConstraints:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
{{- end -}}
{{- end -}}
