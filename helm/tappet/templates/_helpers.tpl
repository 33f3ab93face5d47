{{- define "tappet.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "tappet.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "tappet.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "tappet.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- /* The Deployment, the service and others find the pods by their selector labels, which never change. */ -}}
{{- define "tappet.podLabels" -}}
{{- $selector := include "tappet.selectorLabels" . | fromYaml -}}
{{- range $label, $value := .Values.podLabels -}}
{{- if hasKey $selector $label -}}
{{- fail (printf "podLabels sets '%s', by which the Deployment and the service find their pods. Leave it out: its value comes from the release's name, or from nameOverride" $label) -}}
{{- end -}}
{{- end -}}
{{- mergeOverwrite (include "tappet.labels" . | fromYaml) (default dict .Values.podLabels) | toYaml -}}
{{- end -}}

{{- define "tappet.podAnnotations" -}}
{{- $annotations := dict "checksum/config" (include "tappet.application" . | sha256sum) -}}
{{- if .Values.prometheus.annotations -}}
{{- $management := (include "tappet.web" . | fromYaml).management -}}
{{- $annotations = mergeOverwrite $annotations (dict "prometheus.io/scrape" "true" "prometheus.io/path" (print $management.path "/prometheus") "prometheus.io/port" (toString $management.port) "prometheus.io/scheme" (lower $management.scheme)) -}}
{{- end -}}
{{- mergeOverwrite $annotations (default dict .Values.podAnnotations) | toYaml -}}
{{- end -}}

{{- define "tappet.serviceAccountName" -}}
{{- default (ternary (include "tappet.fullname" .) "default" .Values.serviceAccount.create) .Values.serviceAccount.name -}}
{{- end -}}

{{- /* The pods of `helm test` are none of the service's. */ -}}
{{- define "tappet.testLabels" -}}
app.kubernetes.io/name: {{ printf "%s-test" (default .Chart.Name .Values.nameOverride | trunc 58 | trimSuffix "-") }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}
