"""A whole study as one archive: each model's rows as canonical JSON, a line each, and a manifest with their SHA-256.

The zip is sealed under a passphrase (age). What stays behind: keys and bundles (the archive answers to no site), the
names of the team but as coders, the audit trail, sign-in. Packed forms are worked out anew.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pyrage
from django.db import models
from django.utils import timezone

from concentric.foundation.audit.trail import recorded
from concentric.foundation.permissions.checks import Refusal
from concentric.research.briefings.models import Briefing
