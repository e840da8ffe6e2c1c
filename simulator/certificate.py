"""A certificate of the simulator's own, so that TLS needs no preparation."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
import ssl
from tempfile import TemporaryDirectory

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LIFETIME = timedelta(days=30)


def self_signed(
    host: str = "127.0.0.1", *, begins: timedelta = -timedelta(hours=1)
) -> tuple[bytes, bytes]:
    """Return a certificate for a host, signed by itself, and its key; both PEM.

    It `begins` so long from now, and lasts for LIFETIME.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Simulated switch")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begins)
        .not_valid_after(now + begins + LIFETIME)
        .add_extension(x509.SubjectAlternativeName(_names(host)), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return certificate.public_bytes(serialization.Encoding.PEM), private


def server_context(certificate: Path, key: Path | None = None) -> ssl.SSLContext:
    """Return what a TLS server needs, out of PEM files."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def self_signed_context(
    host: str = "127.0.0.1", *, begins: timedelta = -timedelta(hours=1)
) -> tuple[ssl.SSLContext, str]:
    """Return what a TLS server needs, and the certificate for clients to trust."""
    certificate, key = self_signed(host, begins=begins)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "server.pem"
        path.touch(mode=0o600)
        path.write_bytes(certificate + key)
        return server_context(path), certificate.decode()


def _names(host: str) -> list[x509.GeneralName]:
    """Return the names under which the host may be called."""
    local = {"127.0.0.1", "localhost"}
    names = {*local, host} if host in local else {host}
    return [_name(each) for each in sorted(names)]


def _name(host: str) -> x509.GeneralName:
    """Return a host's name or address in a certificate's form."""
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _usage() -> x509.KeyUsage:
    """Allow the key to sign handshakes and its own certificate."""
    return x509.KeyUsage(
        digital_signature=True,
        key_cert_sign=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
