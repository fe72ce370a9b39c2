{{- define "selfsame.name" -}}
{{- if eq .Release.Name "selfsame" }}selfsame{{ else }}{{ printf "%s-selfsame" .Release.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "selfsame.selector" -}}
app.kubernetes.io/name: selfsame
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "selfsame.labels" -}}
{{ include "selfsame.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "selfsame.account" -}}
{{- if .Values.serviceAccount.create }}{{ .Values.serviceAccount.name | default (include "selfsame.name" .) }}
{{- else }}{{ .Values.serviceAccount.name | default "default" }}{{ end }}
{{- end }}

{{- /* A variable that comes from a Secret: (list NAME {secret, key}). */ -}}
{{- define "selfsame.secret" -}}
- name: {{ index . 0 }}
  valueFrom:
    secretKeyRef:
      name: {{ (index . 1).secret }}
      key: {{ (index . 1).key }}
{{- end }}

{{- define "selfsame.environment" -}}
- name: SELFSAME_DATA_DIR
  value: /var/lib/selfsame/data
- name: SELFSAME_KEYS_DIR
  value: /run/selfsame/keys
- name: SELFSAME_HOST
  value: 0.0.0.0
- name: SELFSAME_PORT
  value: "8000"
- name: SELFSAME_PUBLIC_URL
  value: {{ .Values.publicUrl | quote }}
{{ include "selfsame.secret" (list "SELFSAME_DATABASE_URL" .Values.database.app) }}
{{- if .Values.database.read.secret }}
{{ include "selfsame.secret" (list "SELFSAME_READ_URL" .Values.database.read) }}
{{- end }}
{{- range $name, $value := .Values.settings }}
- name: {{ $name }}
  {{- /* Helm has 1000000 as 1e+06. */}}
  value: {{ ternary (int64 $value) $value (and (kindIs "float64" $value) (eq (toString $value) (toString (float64 (int64 $value))))) | toString | quote }}
{{- end }}
{{- range $name, $from := .Values.secretSettings }}
{{ include "selfsame.secret" (list $name $from) }}
{{- end }}
{{- end }}

{{- /* What all containers have: (list ROOT RESOURCES). */ -}}
{{- define "selfsame.container" -}}
{{- $root := index . 0 -}}
image: {{ printf "%s:%s" $root.Values.image.repository ($root.Values.image.tag | default $root.Chart.AppVersion) }}
imagePullPolicy: {{ $root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
resources: {{- toYaml (index . 1) | nindent 2 }}
volumeMounts:
  - {name: data, mountPath: /var/lib/selfsame}
  - {name: scratch, mountPath: /tmp}
  - {name: keys, mountPath: /run/selfsame/keys, readOnly: true}
{{- end }}

{{- /* What all pods have: (list ROOT ACCOUNT). */ -}}
{{- define "selfsame.pod" -}}
{{- $account := index . 1 -}}
{{- with (index . 0).Values -}}
serviceAccountName: {{ $account }}
automountServiceAccountToken: false
# Kubernetes would give pods a SELFSAME_PORT of its own for the service.
enableServiceLinks: false
{{- with .image.pullSecrets }}
imagePullSecrets: {{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- with .nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
volumes:
  - name: data
    {{- if .data.claim }}
    persistentVolumeClaim: {claimName: {{ .data.claim }}}
    {{- else }}
    emptyDir: {}
    {{- end }}
  - name: scratch
    emptyDir: {}
  - name: keys
    secret:
      secretName: {{ .keys.secret }}
      defaultMode: 0440
      items:
        {{- range .keys.accessTokens }}
        - {key: keys-{{ . }}, path: keys/{{ . }}}
        {{- end }}
        {{- range append .keys.audit "origin" }}
        - {key: audit-keys-{{ . }}, path: audit-keys/{{ . }}}
        {{- end }}
        {{- range list "webhooks.key" "second_factors.key" "sources.key" }}
        - {key: {{ . }}, path: {{ . }}}
        {{- end }}
{{- end }}
{{- end }}

{{- define "selfsame.spread" -}}
- maxSkew: 1
  topologyKey: kubernetes.io/hostname
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "selfsame.selector" (index . 0) | nindent 6 }}
      app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- /* Probes of who answers nothing but with metrics. */ -}}
{{- define "selfsame.measured" -}}
startupProbe:
  httpGet: {path: /metrics, port: metrics}
  periodSeconds: 2
  failureThreshold: 60
readinessProbe:
  httpGet: {path: /metrics, port: metrics}
  timeoutSeconds: 3
livenessProbe:
  httpGet: {path: /metrics, port: metrics}
  periodSeconds: 10
  timeoutSeconds: 3
{{- end }}
