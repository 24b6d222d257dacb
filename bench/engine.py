"""The model engine alone: one JSON Schema to the text of its classes, with our options, unformatted."""

import sys
import warnings
from pathlib import Path

from datamodel_code_generator import generate
from datamodel_code_generator.config import GenerateConfig

OPTIONS = {
    "input_file_type": "jsonschema",
    "preset": "standard-py311-20261027",
    "output_model_type": "pydantic_v2.BaseModel",
    "target_pydantic_version": "2.14",
    "output_datetime_class": "AwareDatetime",
    "naming_strategy": "primary-first",
    "use_missing_sentinel": True,
    "skip_root_model": True,
    "use_exact_imports": True,
    "formatters": [],
    "disable_timestamp": True,
}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    made = generate(Path(sys.argv[1]).read_text("utf-8"), config=GenerateConfig.model_validate(OPTIONS))
    Path(sys.argv[2]).write_text(str(made), "utf-8")
