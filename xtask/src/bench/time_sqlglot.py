# Column lineage of every statement with sqlglot: `time_sqlglot.py SECONDS < lines of JSON`, one JSON object out.
# Statements that it cannot read are left out of its time; how many it could read is said.
import io, json, logging, os, sys, time

import sqlglot
from sqlglot import exp
from sqlglot.lineage import lineage

logging.disable(logging.CRITICAL)
out, sys.stdout, sys.stderr = sys.stdout, io.StringIO(), io.StringIO()
NAMES = {"ansi": None, "generic": None, "mssql": "tsql"}


def read(question):
    dialect = question["dialect"]
    schema = {}
    for table, columns in question["schemas"].items():
        level = schema
        for part in table.split("."):
            level = level.setdefault(part, {})
        level.update((column, "unknown") for column in columns)
    return question["sql"], NAMES.get(dialect, dialect), schema or None


def parse(sql, dialect, _schema):
    return sqlglot.parse(sql, dialect=dialect)


def trace(sql, dialect, schema):
    for statement in sqlglot.parse(sql, dialect=dialect):
        query = statement.args.get("expression") if isinstance(statement, (exp.Insert, exp.Create)) else statement
        if isinstance(query, exp.Query):
            lineage(None, query, schema=schema, dialect=dialect, copy=False)


def rate(work, questions, seconds):
    good = []
    for question in questions:
        try:
            work(*question)
            good.append(question)
        except Exception:
            pass
    began, rounds = time.process_time(), 0
    while time.process_time() - began < seconds:
        for question in good:
            work(*question)
        rounds += 1
    return rounds * len(good) / (time.process_time() - began), len(good)


questions = [read(json.loads(line)) for line in sys.stdin]
seconds = float(sys.argv[1])
traced, good = rate(trace, questions, seconds)
parsed, _ = rate(parse, questions, seconds)
print(json.dumps({"version": sqlglot.__version__, "lineage": traced, "parse": parsed, "read": good}), file=out)
