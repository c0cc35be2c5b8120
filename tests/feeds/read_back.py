"""Reads .ics files with the package icalendar and prints their events as JSON, one list per file.

Times in a zone are turned into UTC by the file's own VTIMEZONE, not by the machine's zone data.
"""

import datetime
import json
import sys

import icalendar


def text(event, name):
    return str(event[name]) if name in event else None


def moment(event, name, zones):
    value = event[name].dt
    if not isinstance(value, datetime.datetime):
        return value.isoformat()
    tzid = event[name].params.get("TZID")
    if tzid is not None:
        value = value.replace(tzinfo=zones[tzid])
    return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def events(path):
    with open(path, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    zones = {str(zone["TZID"]): zone.to_tz(lookup_tzid=False) for zone in calendar.walk("VTIMEZONE")}
    return [
        {
            "uid": text(event, "UID"),
            "start": moment(event, "DTSTART", zones),
            "end": moment(event, "DTEND", zones),
            "summary": text(event, "SUMMARY"),
            "description": text(event, "DESCRIPTION"),
            "location": text(event, "LOCATION"),
        }
        for event in calendar.walk("VEVENT")
    ]


print(json.dumps([events(path) for path in sys.argv[1:]]))
