#!/usr/bin/env bash
# adbc-driver-flightsql: a warehouse that speaks Flight SQL is read with an address of the form scheme://user:word@host:port,
# kept in one variable of the environment, as is done with the PostgreSQL driver of the same project.
#
# Guess of whoever knows the PostgreSQL driver: the name and the word of the address are sent when it connects. (It was
# doubted before it was run, because the documentation shows options of their own for them.)
#
# Seen: they are dropped without a word. The server gets calls without any authorization, as if nobody had been named; a
# server that lets anybody read some tables answers with those. Given as the options `username` and `password`, the same
# name is sent before anything else, in a handshake of its own.
#
# Whoever keeps one address a warehouse takes it apart, and gives the driver the name and the word apart.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check adbc-driver-flightsql==1.13.0 pyarrow==26.0.1
cd "$folder"
cat > seen.py <<'PYTHON'
import base64
import threading
import warnings

import adbc_driver_flightsql.dbapi as driver
import pyarrow.flight as flight

warnings.simplefilter("ignore")
seen = []


class Listener(flight.ServerMiddlewareFactory):
    def start_call(self, info, headers):
        told = headers.get("authorization", [""])[0].removeprefix("Basic ")
        seen.append((info.method.name, base64.b64decode(told + "==").decode() if told else "nobody"))


server = flight.FlightServerBase("grpc://127.0.0.1:0", middleware={"listener": Listener()})
threading.Thread(target=server.serve, daemon=True).start()


def calls(address, **options):
    """What a server hears that then says that it can do nothing: an error that the driver raises."""
    seen.clear()
    try:
        with driver.connect(address, db_kwargs=options) as connection, connection.cursor() as cursor:
            cursor.execute("select 1")
    except driver.Error:
        pass
    return list(seen)


in_address = calls(f"grpc://reader:word@127.0.0.1:{server.port}")
as_options = calls(f"grpc://127.0.0.1:{server.port}", username="reader", password="word")
print("adbc-driver-flightsql 1.13.0")
print("in the address:", in_address)
print("as options:    ", as_options)
assert in_address and {who for _, who in in_address} == {"nobody"}, in_address
assert as_options[0] == ("HANDSHAKE", "reader:word"), as_options
PYTHON
"$folder/venv/bin/python" seen.py
