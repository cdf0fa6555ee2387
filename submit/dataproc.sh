# Sourced by submit/hammingbird: the targets dataproc and dataproc-serverless, by Google's gcloud. Both wait for the job's end and show
# what it prints.

upload() { run gcloud storage cp "$1" "$2"; }

is_uploaded() { gcloud storage objects describe "$1" >/dev/null 2>&1; }

# Spark's properties as gcloud wants a list whose items may hold commas
gcloud_properties() {
  local property list=""
  for property in "${properties[@]}"; do
    [ "$dry_run" = false ] || property=$(masked "$property")
    list+=${list:+~~}$property
  done
  printf '^~~^%s' "$list"
}

submit_to_dataproc() {
  need_tool gcloud "Google's Cloud SDK"
  need_staging gs:// gs://my-bucket/hammingbird
  sort_arguments
  local submit=(gcloud dataproc jobs submit spark)
  if [ "$target" = dataproc ]; then
    need_argument --cluster "a cluster"
  else
    submit=(gcloud dataproc batches submit spark)
    has_option --version || submit+=(--version=1.2)
  fi
  need_argument --region "a region"
  stage "$jar" hammingbird.jar
  local jar_uri=$staged
  stage_settings
  run "${submit[@]}" --class=org.hammingbird.cli.Main "--jars=$jar_uri" "--properties=$(gcloud_properties)" \
    "${vendor_arguments[@]}" -- "${arguments[@]}"
}
