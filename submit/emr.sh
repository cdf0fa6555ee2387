# Sourced by submit/hammingbird: the targets emr and emr-serverless, by Amazon's aws. Both wait for the job's end; what it prints is in
# the job's own logs.

upload() { run aws s3 cp "$1" "$2" ${common[@]+"${common[@]}"}; }

is_uploaded() { aws s3 ls "$1" ${common[@]+"${common[@]}"} >/dev/null 2>&1; }

submit_to_emr() {
  need_tool aws "Amazon's command line"
  need_staging s3:// s3://my-bucket/hammingbird
  sort_arguments
  refuse_secrets
  take_common --profile --region --ca-bundle --cli-read-timeout --cli-connect-timeout
  if [ "$target" = emr ]; then
    add_step
  else
    start_job_run
  fi
}

add_step() {
  local cluster words property id
  need_argument "a cluster" --cluster-id
  take --cluster-id
  cluster=$taken
  stage_settings
  stage "$jar" hammingbird.jar
  words=(--deploy-mode cluster --class org.hammingbird.cli.Main)
  for property in "${properties[@]}"; do
    words+=(--conf "$property")
  done
  words+=("$staged" "${arguments[@]}")
  local step
  step="[{\"Type\":\"Spark\",\"Name\":$(json "hammingbird $command"),\"ActionOnFailure\":\"CONTINUE\",\"Args\":$(json_array "${words[@]}")}]"
  submitted=(aws emr add-steps --cluster-id "$cluster" --steps "$step" --query "StepIds[0]" --output text
    ${vendor_arguments[@]+"${vendor_arguments[@]}"})
  if [ "$dry_run" = true ]; then
    print_command "${submitted[@]}"
    return
  fi
  id=$("${submitted[@]}") || fail 1 "aws did not take the step"
  say "step $id on cluster $cluster; it goes on if this command is stopped"
  follow "step $id" aws emr describe-step --cluster-id "$cluster" --step-id "$id" --query Step.Status.State --output text \
    ${common[@]+"${common[@]}"}
}

start_job_run() {
  local application role property pairs="" id
  need_argument "an application" --application-id
  need_argument "a role that the job runs as" --execution-role-arn
  take --application-id
  application=$taken
  take --execution-role-arn
  role=$taken
  stage_settings
  stage "$jar" hammingbird.jar
  for property in "${properties[@]}"; do
    pairs+=${pairs:+,}$(json "${property%%=*}"):$(json "${property#*=}")
  done
  # or the job would be cancelled after twelve hours, in the middle of a training
  has_option --execution-timeout-minutes || vendor_arguments+=(--execution-timeout-minutes 0)
  local driver overrides
  driver="{\"sparkSubmit\":{\"entryPoint\":$(json "$staged"),\"entryPointArguments\":$(json_array "${arguments[@]}"),\"sparkSubmitParameters\":\"--class org.hammingbird.cli.Main\"}}"
  overrides="{\"applicationConfiguration\":[{\"classification\":\"spark-defaults\",\"properties\":{$pairs}}]}"
  submitted=(aws emr-serverless start-job-run --application-id "$application" --execution-role-arn "$role"
    --name "hammingbird $command" --job-driver "$driver" --configuration-overrides "$overrides"
    --query jobRunId --output text ${vendor_arguments[@]+"${vendor_arguments[@]}"})
  if [ "$dry_run" = true ]; then
    print_command "${submitted[@]}"
    return
  fi
  id=$("${submitted[@]}") || fail 1 "aws did not take the job"
  say "job run $id of application $application; it goes on if this command is stopped"
  follow "job run $id" aws emr-serverless get-job-run --application-id "$application" --job-run-id "$id" \
    --query jobRun.state --output text ${common[@]+"${common[@]}"}
}
