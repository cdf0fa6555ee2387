# Sourced by submit/hammingbird: the targets dataproc and dataproc-serverless, by Google's gcloud. Both wait for the job's end and show
# what it prints.

upload() { run gcloud storage cp "$1" "$2" ${common[@]+"${common[@]}"}; }

is_uploaded() { gcloud storage objects describe "$1" ${common[@]+"${common[@]}"} >/dev/null 2>&1; }

# Spark's properties as gcloud wants a list whose items may hold commas
gcloud_properties() {
  local property list=""
  for property in "${properties[@]}"; do
    list+=${list:+~~}$property
  done
  printf '^~~^%s' "$list"
}

submit_to_dataproc() {
  local argument
  need_tool gcloud "Google's Cloud SDK"
  need_staging gs:// gs://my-bucket/hammingbird
  sort_arguments
  for argument in ${vendor_arguments[@]+"${vendor_arguments[@]}"}; do
    case $argument in
      # gcloud heeds the last of each, and it would take the place of what stands here
      --properties | --properties=*) fail 2 "--properties would take the place of conf/$target.conf: write --conf KEY=VALUE for each" ;;
      --class | --class=* | --jar | --jar=* | --jars | --jars=*)
        fail 2 "${argument%%=*} would take the place of Hammingbird's own: leave it out (a jar may come by --conf spark.jars=gs://…)"
        ;;
    esac
  done
  local submit=(gcloud dataproc jobs submit spark)
  if [ "$target" = dataproc ]; then
    need_argument "a cluster" --cluster --cluster-labels
  else
    submit=(gcloud dataproc batches submit spark)
    has_option --version || submit+=(--version=1.2)
  fi
  need_argument "a region" --region
  refuse_secrets
  take_common --project --account --configuration --impersonate-service-account --billing-project
  stage_settings
  stage "$jar" hammingbird.jar
  run "${submit[@]}" --class=org.hammingbird.cli.Main "--jars=$staged" "--properties=$(gcloud_properties)" \
    "${vendor_arguments[@]}" -- "${arguments[@]}"
}
