"""Runs Hammingbird every day: hash what is new, find near-duplicates, train, evaluate, report.

For Airflow 2.9 and newer, 3 included. Copy this file into the dags folder, and set these Airflow variables:

    hammingbird_target       where Spark runs: spark (the default), dataproc, emr or emr-serverless. It shapes the DAG, so it is read
                             when this file is parsed, and only from the environment: AIRFLOW_VAR_HAMMINGBIRD_TARGET=dataproc
    hammingbird_jar          the jar: a path that spark-submit can read, or gs://… or s3://…
    hammingbird_conf_file    the settings file, a path or a URI that the driver can read; passwords are named in it, not written
    hammingbird_workspace    the lasting workspace, a URI that both the cluster and Airflow can read: gs:// (by Airflow's provider google),
                             s3:// (by its provider amazon with the extra s3fs), or a folder that is mounted on both; not hdfs://
    dataproc                 hammingbird_project, hammingbird_region, hammingbird_cluster
    emr                      hammingbird_cluster_id
    emr-serverless           hammingbird_application_id, hammingbird_execution_role_arn

One workspace lasts: each run adds what is new in the label table. What a run selects, trains and evaluates stands under the run's own
name, so that a rerun replaces its own results only. Two gates stop a run: too few images or too many rejects after `hash`, and an
accuracy that fell against the last run's after `evaluate`.
"""
from __future__ import annotations

import json
import os
from datetime import datetime, timedelta

try:
    from airflow.sdk import DAG, ObjectStoragePath, Param, TaskGroup, task
except ImportError:  # Airflow 2.9 to 2.11
    from airflow import DAG
    from airflow.decorators import task
    from airflow.io.path import ObjectStoragePath
    from airflow.models.param import Param
    from airflow.utils.task_group import TaskGroup

TARGETS = ("spark", "dataproc", "emr", "emr-serverless")
# an Airflow variable, but read without a query of the metadata database at every parse
TARGET = os.environ.get("AIRFLOW_VAR_HAMMINGBIRD_TARGET", "spark")

MAIN_CLASS = "org.hammingbird.cli.Main"
JAR = "{{ var.value.hammingbird_jar }}"
# letters, digits, '.', '_' and '-': what a name may hold
RUN = "{{ run_id | replace(':', '-') | replace('+', '-') | replace('~', '-') }}"

# Hours that a stage may take. Waiting for the cluster outlasts them: EMR's own waits would give up after 25 to 30 minutes
HOURS = {
    "hash": 12,
    "quality": 2,
    "distances": 2,
    "neighbors": 8,
    "select": 2,
    "train": 24,
    "evaluate": 6,
    "report": 1,
}
POLL_SECONDS = 60

# Spark's properties: those of conf/dataproc.conf, emr.conf and emr-serverless.conf, where the reasons stand
EVERYWHERE = {
    "spark.executorEnv.OMP_NUM_THREADS": "1",
    "spark.dynamicAllocation.enabled": "false",
    "spark.sql.parquet.columnarReaderBatchSize": "512",
    "spark.databricks.delta.snapshotPartitions": "1",
    "spark.task.maxFailures": "8",
}


def javacpp(bytes_outside_the_heap, bytes_in_all):
    return f"-Dorg.bytedeco.javacpp.maxbytes={bytes_outside_the_heap} -Dorg.bytedeco.javacpp.maxphysicalbytes={bytes_in_all}"


ON_YARN = {
    **EVERYWHERE,
    "spark.executor.cores": "2",
    "spark.executor.memory": "3g",
    "spark.driver.memory": "3g",
    "spark.driver.memoryOverhead": "2g",
    "spark.executor.extraJavaOptions": javacpp("1500m", "5000m"),
    "spark.driver.extraJavaOptions": javacpp("1500m", "4700m"),
    "spark.yarn.appMasterEnv.OMP_NUM_THREADS": "1",
}
PROPERTIES = {
    "spark": EVERYWHERE,
    "dataproc": {**ON_YARN, "spark.executor.memoryOverhead": "2500m", "spark.executor.instances": "4"},
    "emr": {**ON_YARN, "spark.executor.memoryOverhead": "2560m", "spark.executor.instances": "3"},
    "emr-serverless": {
        **EVERYWHERE,
        "spark.executor.cores": "4",
        "spark.executor.memory": "10g",
        "spark.executor.memoryOverhead": "6g",
        "spark.driver.cores": "4",
        "spark.driver.memory": "10g",
        "spark.driver.memoryOverhead": "6g",
        "spark.executor.extraJavaOptions": javacpp("4g", "15g"),
        "spark.driver.extraJavaOptions": javacpp("4g", "15g"),
        "spark.emr-serverless.driverEnv.OMP_NUM_THREADS": "1",
        "spark.executor.instances": "4",
    },
}


def arguments(stage, *own):
    """The command line of a stage; Airflow fills in the templates when the task runs."""
    settings = ["--conf-file", "{{ params.conf_file or var.value.hammingbird_conf_file }}"]
    workspace = ["--workspace", "{{ params.workspace or var.value.hammingbird_workspace }}"]
    return [stage, *settings, *workspace, *own]


def stage(name, *own):
    """A task that runs one stage on the cluster of TARGET and ends when the stage has ended."""
    timeout = timedelta(hours=HOURS[name])
    return OPERATORS[TARGET](name, arguments(name, *own), timeout)


def spark_submit(name, words, timeout):
    from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

    return SparkSubmitOperator(
        task_id=name,
        application=JAR,
        java_class=MAIN_CLASS,
        application_args=words,
        conf=PROPERTIES["spark"],
        name="hammingbird-" + name,
        execution_timeout=timeout,
    )


def dataproc(name, words, timeout):
    from airflow.providers.google.cloud.operators.dataproc import DataprocSubmitJobOperator

    return DataprocSubmitJobOperator(
        task_id=name,
        project_id="{{ var.value.hammingbird_project }}",
        region="{{ var.value.hammingbird_region }}",
        job={
            "placement": {"cluster_name": "{{ var.value.hammingbird_cluster }}"},
            "spark_job": {
                "main_class": MAIN_CLASS,
                "jar_file_uris": [JAR],
                "args": words,
                "properties": PROPERTIES["dataproc"],
            },
        },
        execution_timeout=timeout,
    )


def emr(name, words, timeout):
    from airflow.providers.amazon.aws.operators.emr import EmrAddStepsOperator

    conf = [word for pair in PROPERTIES["emr"].items() for word in ("--conf", "=".join(pair))]
    submit = ["spark-submit", "--deploy-mode", "cluster", "--class", MAIN_CLASS, *conf, JAR, *words]
    return EmrAddStepsOperator(
        task_id=name,
        job_flow_id="{{ var.value.hammingbird_cluster_id }}",
        steps=[
            {
                "Name": "hammingbird " + name,
                "ActionOnFailure": "CONTINUE",
                "HadoopJarStep": {"Jar": "command-runner.jar", "Args": submit},
            }
        ],
        wait_for_completion=True,
        waiter_delay=POLL_SECONDS,
        waiter_max_attempts=polls(timeout),
        # a step is not cancelled with its task, as the jobs of the other targets are: a retry's step waits for its end
        execution_timeout=timeout,
    )


def emr_serverless(name, words, timeout):
    from airflow.providers.amazon.aws.operators.emr import EmrServerlessStartJobOperator

    return EmrServerlessStartJobOperator(
        task_id=name,
        application_id="{{ var.value.hammingbird_application_id }}",
        execution_role_arn="{{ var.value.hammingbird_execution_role_arn }}",
        job_driver={
            "sparkSubmit": {
                "entryPoint": JAR,
                "entryPointArguments": words,
                "sparkSubmitParameters": "--class " + MAIN_CLASS,
            }
        },
        configuration_overrides={
            "applicationConfiguration": [
                {"classification": "spark-defaults", "properties": PROPERTIES["emr-serverless"]}
            ]
        },
        name="hammingbird-" + name,
        # or EMR cancels the job after its own twelve hours
        config={"executionTimeoutMinutes": int(timeout.total_seconds()) // 60 + 10},
        wait_for_completion=True,
        waiter_delay=POLL_SECONDS,
        waiter_max_attempts=polls(timeout),
        execution_timeout=timeout,
    )


def polls(timeout):
    """Looks at the cluster that outlast a task's own time limit."""
    return int(timeout.total_seconds()) // POLL_SECONDS + 10


OPERATORS = dict(zip(TARGETS, (spark_submit, dataproc, emr, emr_serverless)))


def manifests(workspace, stage_name, name):
    """The manifests of a stage under a name, the newest last: their file names begin with the time."""
    folder = ObjectStoragePath(workspace) / "runs" / stage_name / name
    if not folder.exists():
        return []
    files = [file for file in folder.iterdir() if file.name.endswith(".json") and not file.name.startswith(".")]
    return [json.loads(file.read_text()) for file in sorted(files, key=lambda file: file.name)]


def check_images(workspace, min_images, max_reject_fraction):
    """The gate after `hash`: what it found, in three numbers, or an error that says what is wrong."""
    found = manifests(workspace, "hash", "default")
    if not found:
        raise ValueError(f"{workspace} has no result of hash")
    results = found[-1]["results"]
    images, rejected = results["images"], results["rejected"]
    fraction = rejected / images if images else 0.0
    if images < min_images:
        raise ValueError(f"{images} images, fewer than the {min_images} of min_images")
    if fraction > max_reject_fraction:
        raise ValueError(
            f"{rejected} of {images} images were rejected, more than {max_reject_fraction:.1%}: "
            f"{results.get('rejects_by_cause')}"
        )
    return {"images": images, "rejected": rejected, "hashed": results["hashed"]}


def check_model(workspace, run, max_accuracy_drop):
    """The gate after `evaluate`: this run's accuracy and the last other run's, or an error where it fell too far."""
    own = manifests(workspace, "evaluate", run)
    if not own:
        raise ValueError(f"{workspace} has no evaluation {run}")
    accuracy = own[-1]["results"]["accuracy"]
    before = None
    for folder in (ObjectStoragePath(workspace) / "runs" / "evaluate").iterdir():
        for manifest in manifests(workspace, "evaluate", folder.name) if folder.name != run else []:
            earlier = manifest["status"] == "COMPLETE" and manifest["started"] < own[-1]["started"]
            if earlier and (before is None or manifest["started"] > before["started"]):
                before = manifest
    last = before["results"]["accuracy"] if before else None
    if last is not None and last - accuracy > max_accuracy_drop:
        raise ValueError(
            f"accuracy {accuracy:.1%} of {run} against {last:.1%} of {before['name']}: "
            f"a drop of more than {max_accuracy_drop:.1%}"
        )
    return {"accuracy": accuracy, "last_accuracy": last}


if TARGET not in TARGETS:
    raise ValueError(f"hammingbird_target is {TARGET}: must be one of {', '.join(TARGETS)}")

with DAG(
    dag_id="hammingbird",
    description="Near-duplicates, quality, training sets and a model of a labelled image collection",
    doc_md=__doc__,
    schedule="@daily",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    # runs share the workspace: one at a time
    max_active_runs=1,
    default_args={
        "retries": 2,
        "retry_delay": timedelta(minutes=5),
        "retry_exponential_backoff": True,
        "max_retry_delay": timedelta(hours=1),
    },
    params={
        # without "null" Airflow's form would not let them be empty
        "workspace": Param(
            None, type=["null", "string"], description="Workspace; empty: the variable hammingbird_workspace"
        ),
        "conf_file": Param(
            None, type=["null", "string"], description="Settings file; empty: the variable hammingbird_conf_file"
        ),
        "min_images": Param(1, type="integer", minimum=0, description="Images that hash must find at least"),
        "max_reject_fraction": Param(
            0.01, type="number", minimum=0, maximum=1, description="Largest share of images that hash may reject"
        ),
        "max_accuracy_drop": Param(
            0.02, type="number", minimum=0, maximum=1, description="Largest fall of accuracy against the last run"
        ),
        "budget": Param(
            "100%", type="string", pattern=r"^([0-9]+|[0-9.]+%|0?\.[0-9]+)$", description="Images to train on"
        ),
    },
    tags=["hammingbird"],
) as dag:
    # a gate reads some kilobytes and fails for good: nothing changes by asking again at once
    @task(retries=0, execution_timeout=timedelta(minutes=10))
    def gate_images(workspace, min_images, max_reject_fraction):
        return check_images(workspace, int(min_images), float(max_reject_fraction))

    @task(retries=0, execution_timeout=timedelta(minutes=10))
    def gate_model(workspace, run, max_accuracy_drop):
        return check_model(workspace, run, float(max_accuracy_drop))

    WORKSPACE = "{{ params.workspace or var.value.hammingbird_workspace }}"

    with TaskGroup("images"):
        hashed = stage("hash")
        images_checked = gate_images(
            WORKSPACE, "{{ params.min_images }}", "{{ params.max_reject_fraction }}"
        )
        quality = stage("quality")
        distances = stage("distances")
        neighbors = stage("neighbors")
        hashed >> images_checked >> [quality, distances, neighbors]

    with TaskGroup("model"):
        select = stage("select", "--name", RUN, "--rule", "deduplicated", "--budget", "{{ params.budget }}")
        train = stage("train", "--name", RUN, "--selection", RUN)
        evaluate = stage("evaluate", "--name", RUN, "--model", RUN)
        model_checked = gate_model(WORKSPACE, RUN, "{{ params.max_accuracy_drop }}")
        select >> train >> evaluate >> model_checked

    report = stage("report")

    neighbors >> select
    [quality, distances, evaluate] >> report
