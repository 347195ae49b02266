# SPDX-License-Identifier: MIT
"""A stack whose database wants a password (SCRAM) and proves itself by a certificate; nothing else comes in over
TCP."""
import datetime
import ipaddress
import os
import random
import secrets
import shutil

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from support.stack import Stack

HOST = "db.bihuan.test"
HBA = "local all postgres trust\nhostssl all all 127.0.0.0/8 scram-sha-256\n"
ROLES = ("postgres", "bihuan_ctl", "bihuan_directory", "bihuan_issues", "bihuan_indicators")


def name(text):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


class Authority:
    """Signs certificates; `file` has its own."""

    def __init__(self, directory, title):
        self.directory, self.key, self.title = directory, ec.generate_private_key(ec.SECP256R1()), title
        self.file = directory / f"{title}.crt"
        self.write(self.file, self.sign(title, self.key, x509.BasicConstraints(ca=True, path_length=0)))

    def sign(self, subject, key, constraints, *more):
        now = datetime.datetime.utcnow()
        made = x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(self.title)).public_key(key.public_key()) \
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1)) \
            .not_valid_after(now + datetime.timedelta(days=2)).add_extension(constraints, critical=True)
        for extension in more:
            made = made.add_extension(extension, critical=False)
        return made.sign(self.key, hashes.SHA256())

    @staticmethod
    def write(file, certificate):
        file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def issue(self, host):
        """Files of a server's certificate and key."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate, secret = self.directory / f"{host}.crt", self.directory / f"{host}.key"
        self.write(certificate, self.sign(host, key, x509.BasicConstraints(ca=False, path_length=None),
                                          x509.SubjectAlternativeName([x509.DNSName(host)])))
        secret.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                             serialization.NoEncryption()))
        return certificate, secret


class GuardedStack(Stack):
    """Every program connects by TCP, with sslmode=verify-full and a password from a file; psql() alone uses the socket.

    There is no movable clock: the services run as BIHUAN_PRODUCTION=1 wants them."""

    def __init__(self, **options):
        super().__init__(**options)
        self.address = str(ipaddress.IPv4Address("127.64.0.1")
                           + random.randrange(2 ** 20))  # port 5432, and nobody else's
        self.passwords = {role: secrets.token_urlsafe(20) + "' \\" for role in ROLES}
        self.authority = Authority(self.directory, "authority")
        self.stranger = Authority(self.directory, "stranger")

    def __enter__(self):
        certificate, key = self.authority.issue(HOST)
        if os.geteuid() == 0:
            shutil.chown(key, "postgres", "postgres")
        key.chmod(0o600)
        self.postgres.settings += (f"listen_addresses={self.address}", "ssl=on", f"ssl_cert_file={certificate}",
                                   f"ssl_key_file={key}")
        return super().__enter__()

    def conninfo(self, authority=None):
        return (f"host={HOST} hostaddr={self.address} dbname=bihuan sslmode=verify-full sslrootcert={(authority or self.authority).file} "
                f"passfile={self.directory / 'pgpass'}")

    def secret(self, file, text):
        path = self.directory / file
        path.write_text(text + "\n")
        path.chmod(0o600)
        return str(path)

    def start_services(self):
        """The first start closes the door behind the passwords."""
        for role, password in self.passwords.items():
            quoted = password.replace("'", "''")
            self.psql(f"alter role {role} password E'{quoted}'".replace("\\", "\\\\"))
        (self.postgres.data / "pg_hba.conf").write_text(HBA)
        self.psql("select pg_reload_conf()")
        escaped = {role: password.replace("\\", "\\\\").replace(":", "\\:") for role,
                   password in self.passwords.items()}
        self.secret("pgpass", "\n".join(f"*:*:*:{role}:{password}" for role, password in escaped.items()
                                        if role != "bihuan_issues"))
        settings = {"BIHUAN_PG": self.conninfo(), "BIHUAN_PRODUCTION": "1"}
        self.environment.pop("BIHUAN_CLOCK_FILE")
        self.environment |= settings
        for service in self.services.values():
            service.environment.pop("BIHUAN_CLOCK_FILE")
            service.environment |= settings
        self.service("issues").environment["BIHUAN_PG_PASSWORD_FILE"] = self.secret("issues.password",
                self.passwords["bihuan_issues"])
        super().start_services()
