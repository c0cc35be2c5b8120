"""Prints what the package tzdata says of time zones: its edition, and each zone's offsets in minutes.

The names of the zones are the arguments; the first two are the hours, counted from 1970, between which every hour is
looked at. A zone's offsets are pairs: the hour from which an offset holds, and the offset.
"""

import datetime
import json
import sys
import zoneinfo

import tzdata

zoneinfo.reset_tzpath(to=[])  # Nothing of the machine's own: the package only.
first, last = int(sys.argv[1]), int(sys.argv[2])
epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
zones = {}
for name in sys.argv[3:]:
    zone = zoneinfo.ZoneInfo(name)
    runs = []
    for hour in range(first, last):
        offset = int((epoch + datetime.timedelta(hours=hour)).astimezone(zone).utcoffset().total_seconds()) // 60
        if not runs or runs[-1][1] != offset:
            runs.append([hour, offset])
    zones[name] = runs
print(json.dumps({"edition": tzdata.IANA_VERSION, "zones": zones}))
