"""Presidio over the columns of a folder: its answer to each, and as the last line what it cost.

Its pattern recognisers alone: the model that finds names in English sentences is no package of PyPI. Each column's first
values are analysed; what most of them are called is the column's label.
"""

import collections
import glob
import json
import logging
import sys
import time

import spacy
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import SpacyNlpEngine

VALUES = 12
LABELS = {
    "EMAIL_ADDRESS": "email", "PHONE_NUMBER": "phone", "IP_ADDRESS": "ip_address", "MAC_ADDRESS": "mac_address",
    "IBAN_CODE": "iban", "CREDIT_CARD": "credit_card", "US_BANK_NUMBER": "bank_account", "US_SSN": "us_ssn",
    "UK_NINO": "uk_nino", "KR_RRN": "kr_rrn", "KR_FRN": "kr_rrn", "KR_BRN": "kr_brn", "DE_TAX_ID": "de_tax_id",
    "US_PASSPORT": "passport", "KR_PASSPORT": "passport", "US_DRIVER_LICENSE": "driver_license",
    "KR_DRIVER_LICENSE": "driver_license", "UK_VEHICLE_REGISTRATION": "vehicle_plate", "PERSON": "person_name",
    "LOCATION": "address",
}


class Blank(SpacyNlpEngine):
    def __init__(self):
        super().__init__()
        self.nlp = {"en": spacy.blank("en")}

    def load(self):
        pass

    def is_loaded(self):
        return True


def main(folder):
    logging.disable(logging.CRITICAL)
    engine = AnalyzerEngine(nlp_engine=Blank(), supported_languages=["en"])
    engine.analyze(text="warm", language="en")
    cells, spent = 0, 0.0
    for path in sorted(glob.glob(folder + "/*.jsonl")):
        for line in open(path, encoding="utf-8"):
            column = json.loads(line)
            values = [v for v in column["values"] if isinstance(v, str) and v.strip()][:VALUES]
            began = time.process_time()
            found = [engine.analyze(text=value, language="en") for value in values]
            spent += time.process_time() - began
            cells += len(values)
            kinds = collections.Counter(max(f, key=lambda r: r.score).entity_type for f in found if f)
            kind, count = kinds.most_common(1)[0] if kinds else (None, 0)
            label = LABELS.get(kind) if values and count * 2 >= len(values) else None
            print(json.dumps({"id": column["id"], "label": label}))
    print(json.dumps({"name": "Presidio", "cells": cells, "cpuSeconds": spent}))


main(sys.argv[1])
