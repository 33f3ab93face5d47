{{- /* Where the Prometheus operator has the pods scraped, for a ServiceMonitor and a PodMonitor alike. */ -}}
{{- define "tappet.scrape" -}}
{{- $management := (include "tappet.web" .chart | fromYaml).management -}}
{{- $endpoint := dict "port" $management.name "path" (print $management.path "/prometheus") "scheme" (lower $management.scheme) -}}
{{- range tuple "interval" "scrapeTimeout" "tlsConfig" "relabelings" "metricRelabelings" -}}
{{- $value := get $.monitor . -}}
{{- if $value -}}{{- $_ := set $endpoint . $value -}}{{- end -}}
{{- end -}}
{{- list $endpoint | toYaml -}}
{{- end -}}
