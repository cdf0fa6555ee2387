#!/usr/bin/env python3
"""Tests submit/airflow/hammingbird_dag.py without Airflow.

    python3 -m unittest discover -s src/test/python

The stand-ins below have the keyword parameters of the published operators (apache-airflow-providers-apache-spark 4.8 to 5,
-google 10.18 to 17, -amazon 8.21 to 9; read in the sources of these providers) and refuse any other, as Airflow does. They show that the file
can be parsed by either Airflow, and what it would ask of a cluster; that Airflow runs it was not tried here.
"""
import importlib.util
import json
import os
import pathlib
import sys
import tempfile
import types
import unittest
from datetime import timedelta

HOME = pathlib.Path(__file__).resolve().parents[3]
DAG_FILE = HOME / "submit" / "airflow" / "hammingbird_dag.py"

BASE = {
    "task_id", "execution_timeout", "retries", "retry_delay", "retry_exponential_backoff", "max_retry_delay", "pool", "queue",
    "trigger_rule", "depends_on_past", "doc_md", "do_xcom_push",
}


class Node:
    """What can be chained by >>."""

    groups = []

    def __init__(self, task_id):
        self.task_id = ".".join([group.group_id for group in Node.groups] + [task_id])
        self.downstream = []
        CurrentDag.dag.tasks[self.task_id] = self

    def __rshift__(self, other):
        self.downstream.extend(other if isinstance(other, list) else [other])
        return other

    def __rrshift__(self, others):
        for other in others:
            other >> self
        return self


def operator(name, *parameters):
    class Operator(Node):
        def __init__(self, **given):
            unknown = set(given) - BASE - set(parameters)
            if unknown:
                raise TypeError(f"{name} got unexpected {sorted(unknown)}")
            super().__init__(given["task_id"])
            self.given = given

    Operator.__name__ = name
    return Operator


SparkSubmitOperator = operator(
    "SparkSubmitOperator", "application", "conf", "conn_id", "files", "py_files", "archives", "driver_class_path", "jars",
    "java_class", "packages", "exclude_packages", "repositories", "total_executor_cores", "executor_cores", "executor_memory",
    "driver_memory", "keytab", "principal", "proxy_user", "name", "num_executors", "status_poll_interval", "application_args",
    "env_vars", "verbose", "spark_binary", "properties_file", "yarn_queue", "deploy_mode", "use_krb5ccache",
)
DataprocSubmitJobOperator = operator(
    "DataprocSubmitJobOperator", "job", "region", "project_id", "request_id", "retry", "timeout", "metadata", "gcp_conn_id",
    "impersonation_chain", "asynchronous", "deferrable", "polling_interval_seconds", "cancel_on_kill", "wait_timeout",
)
EmrAddStepsOperator = operator(
    "EmrAddStepsOperator", "job_flow_id", "job_flow_name", "cluster_states", "aws_conn_id", "steps", "wait_for_completion",
    "waiter_delay", "waiter_max_attempts", "execution_role_arn", "deferrable",
)
EmrServerlessStartJobOperator = operator(
    "EmrServerlessStartJobOperator", "application_id", "execution_role_arn", "job_driver", "configuration_overrides",
    "client_request_token", "config", "wait_for_completion", "aws_conn_id", "name", "waiter_max_attempts", "waiter_delay",
    "deferrable",
)


class CurrentDag:
    dag = None


class DAG:
    PARAMETERS = {
        "dag_id", "description", "schedule", "start_date", "catchup", "max_active_runs", "default_args", "params", "tags", "doc_md",
        "dagrun_timeout",
    }

    def __init__(self, **given):
        unknown = set(given) - DAG.PARAMETERS
        if unknown:
            raise TypeError(f"DAG got unexpected {sorted(unknown)}")
        self.given = given
        self.tasks = {}

    def __enter__(self):
        CurrentDag.dag = self
        return self

    def __exit__(self, *error):
        return False


class TaskGroup:
    def __init__(self, group_id):
        self.group_id = group_id

    def __enter__(self):
        Node.groups.append(self)
        return self

    def __exit__(self, *error):
        Node.groups.pop()


class Param:
    def __init__(self, default, *, description=None, **schema):
        self.default = default
        self.schema = schema


def task(**given):
    unknown = set(given) - BASE
    if unknown:
        raise TypeError(f"task got unexpected {sorted(unknown)}")

    def decorate(function):
        def instance(*arguments):
            node = Node(function.__name__)
            node.given = given
            node.arguments = arguments
            return node

        return instance

    return decorate


def module(name, **content):
    made = types.ModuleType(name)
    vars(made).update(content)
    return made


def stand_ins(airflow3):
    """The modules that the file may import, as the one or the other Airflow has them."""
    providers = {
        "airflow.providers.apache.spark.operators.spark_submit": {"SparkSubmitOperator": SparkSubmitOperator},
        "airflow.providers.google.cloud.operators.dataproc": {"DataprocSubmitJobOperator": DataprocSubmitJobOperator},
        "airflow.providers.amazon.aws.operators.emr": {
            "EmrAddStepsOperator": EmrAddStepsOperator,
            "EmrServerlessStartJobOperator": EmrServerlessStartJobOperator,
        },
    }
    path = {"ObjectStoragePath": pathlib.Path}
    if airflow3:
        core = {
            "airflow": {},
            "airflow.sdk": {"DAG": DAG, "Param": Param, "TaskGroup": TaskGroup, "task": task, **path},
        }
    else:
        core = {
            "airflow": {"DAG": DAG},
            "airflow.decorators": {"task": task},
            "airflow.io.path": path,
            "airflow.models.param": {"Param": Param},
            "airflow.utils.task_group": {"TaskGroup": TaskGroup},
        }
    modules = {}
    for name, content in {**core, **providers}.items():
        parts = name.split(".")
        for i in range(1, len(parts)):
            modules.setdefault(".".join(parts[:i]), module(".".join(parts[:i])))
        modules[name] = module(name, **content)
    return modules


def parse(target=None, airflow3=True):
    """The DAG file as a module, parsed with stand-ins in place of Airflow."""
    for name in [name for name in sys.modules if name == "airflow" or name.startswith("airflow.")]:
        del sys.modules[name]
    modules = stand_ins(airflow3)
    os.environ.pop("AIRFLOW_VAR_HAMMINGBIRD_TARGET", None)
    if target:
        os.environ["AIRFLOW_VAR_HAMMINGBIRD_TARGET"] = target
    sys.modules.update(modules)
    try:
        spec = importlib.util.spec_from_file_location("hammingbird_dag", DAG_FILE)
        parsed = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(parsed)
        return parsed
    finally:
        for name in modules:
            sys.modules.pop(name, None)


class Shape(unittest.TestCase):
    def test_runs_the_stages_in_order_whatever_the_airflow(self):
        for airflow3 in (True, False):
            tasks = parse(airflow3=airflow3).dag.tasks
            self.assertEqual(
                list(tasks),
                [
                    "images.hash", "images.gate_images", "images.quality", "images.distances", "images.neighbors", "model.select",
                    "model.train", "model.evaluate", "model.gate_model", "report",
                ],
            )
            after = {name: {node.task_id for node in made.downstream} for name, made in tasks.items()}
            self.assertEqual(after["images.hash"], {"images.gate_images"})
            self.assertEqual(after["images.gate_images"], {"images.quality", "images.distances", "images.neighbors"})
            self.assertEqual(after["images.neighbors"], {"model.select"})
            self.assertEqual(after["model.select"], {"model.train"})
            self.assertEqual(after["model.evaluate"], {"model.gate_model", "report"})

    def test_one_run_at_a_time_with_retries_and_time_limits(self):
        dag = parse().dag
        self.assertIs(dag.given["catchup"], False)
        self.assertEqual(dag.given["max_active_runs"], 1)
        self.assertTrue(dag.given["default_args"]["retry_exponential_backoff"])
        self.assertGreater(dag.given["default_args"]["retries"], 0)
        for name, made in dag.tasks.items():
            self.assertIsInstance(made.given["execution_timeout"], timedelta, name)
        for param in dag.given["params"].values():
            self.assertIn("type", param.schema)

    def test_results_stand_under_the_run(self):
        tasks = parse().dag.tasks
        run = "{{ run_id | replace(':', '-') | replace('+', '-') | replace('~', '-') }}"
        for name in ("model.select", "model.train", "model.evaluate"):
            words = tasks[name].given["application_args"]
            self.assertEqual(words[words.index("--name") + 1], run)
        words = tasks["model.evaluate"].given["application_args"]
        self.assertEqual(words[words.index("--model") + 1], run)

    def test_an_unknown_target_is_refused(self):
        with self.assertRaisesRegex(ValueError, "hammingbird_target is moon"):
            parse("moon")


class Targets(unittest.TestCase):
    def test_spark(self):
        given = parse("spark").dag.tasks["images.hash"].given
        self.assertEqual(given["java_class"], "org.hammingbird.cli.Main")
        self.assertEqual(given["application_args"][0], "hash")

    def test_dataproc(self):
        job = parse("dataproc").dag.tasks["model.train"].given["job"]
        self.assertEqual(job["placement"], {"cluster_name": "{{ var.value.hammingbird_cluster }}"})
        self.assertEqual(job["spark_job"]["main_class"], "org.hammingbird.cli.Main")
        self.assertEqual(job["spark_job"]["args"][0], "train")
        self.assert_as_in_conf("dataproc", job["spark_job"]["properties"])

    def test_emr_waits_longer_than_its_tasks_may_take(self):
        for target in ("emr", "emr-serverless"):
            for name, made in parse(target).dag.tasks.items():
                if "gate" in name:
                    continue
                self.assertTrue(made.given["wait_for_completion"])
                waits = timedelta(seconds=made.given["waiter_delay"] * made.given["waiter_max_attempts"])
                self.assertGreater(waits, made.given["execution_timeout"], name)

    def test_emr(self):
        step = parse("emr").dag.tasks["images.hash"].given["steps"][0]
        self.assertEqual(step["HadoopJarStep"]["Jar"], "command-runner.jar")
        words = step["HadoopJarStep"]["Args"]
        self.assertEqual(words[:3], ["spark-submit", "--deploy-mode", "cluster"])
        self.assertEqual(words[words.index("{{ var.value.hammingbird_jar }}") + 1], "hash")
        conf = dict(word.split("=", 1) for word in words if word.startswith("spark."))
        self.assert_as_in_conf("emr", conf)

    def test_emr_serverless(self):
        given = parse("emr-serverless").dag.tasks["images.hash"].given
        self.assertEqual(given["job_driver"]["sparkSubmit"]["entryPointArguments"][0], "hash")
        minutes = timedelta(minutes=given["config"]["executionTimeoutMinutes"])
        self.assertGreater(minutes, given["execution_timeout"])
        spark = given["configuration_overrides"]["applicationConfiguration"][0]
        self.assertEqual(spark["classification"], "spark-defaults")
        self.assert_as_in_conf("emr-serverless", spark["properties"])

    def assert_as_in_conf(self, target, properties):
        lines = (HOME / "conf" / f"{target}.conf").read_text().splitlines()
        conf = dict(line.split(None, 1) for line in lines if line.startswith("spark."))
        self.assertEqual(properties, conf)


class Gates(unittest.TestCase):
    def setUp(self):
        self.dag = parse()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.workspace = pathlib.Path(folder.name)

    def manifest(self, stage, name, file, results, status="COMPLETE"):
        folder = self.workspace / "runs" / stage / name
        folder.mkdir(parents=True, exist_ok=True)
        content = {"name": name, "status": status, "started": file, "results": results}
        (folder / (file + ".json")).write_text(json.dumps(content))
        (folder / ("." + file + ".json.crc")).write_bytes(b"\xff")

    def test_images(self):
        check = lambda least, most: self.dag.check_images(str(self.workspace), least, most)
        with self.assertRaisesRegex(ValueError, "has no result of hash"):
            check(1, 0.5)
        self.manifest("hash", "default", "2", {"images": 200, "rejected": 10, "hashed": 190})
        self.manifest("hash", "default", "1", {"images": 1, "rejected": 1, "hashed": 0})
        self.assertEqual(check(200, 0.05), {"images": 200, "rejected": 10, "hashed": 190})
        with self.assertRaisesRegex(ValueError, "200 images, fewer than the 201"):
            check(201, 0.05)
        with self.assertRaisesRegex(ValueError, "10 of 200 images were rejected, more than 4.0%"):
            check(1, 0.04)

    def test_model(self):
        check = lambda run, drop: self.dag.check_model(str(self.workspace), run, drop)
        with self.assertRaisesRegex(ValueError, "has no evaluation today"):
            check("today", 0.02)
        self.manifest("evaluate", "today", "3", {"accuracy": 0.80})
        self.assertEqual(check("today", 0.02), {"accuracy": 0.80, "last_accuracy": None})
        self.manifest("evaluate", "monday", "1", {"accuracy": 0.95})
        self.manifest("evaluate", "tuesday", "2", {"accuracy": 0.81})
        self.manifest("evaluate", "broken", "2.5", {"accuracy": 0.99}, status="FAILED")
        self.manifest("evaluate", "tomorrow", "4", {"accuracy": 0.99})
        self.assertEqual(check("today", 0.02), {"accuracy": 0.80, "last_accuracy": 0.81})
        with self.assertRaisesRegex(ValueError, "accuracy 80.0% of today against 81.0% of tuesday"):
            check("today", 0.005)


if __name__ == "__main__":
    unittest.main()
