"""Resolve Neo4j's runtime dependencies with Maven and write the lock that `graph_store.local` fetches by.

Run at development time, when the Neo4j version changes: python scripts/lock_jars.py 2026.08.1
"""

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

LOCK = Path(__file__).parent.parent / "graph_store" / "local" / "jars.lock"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>journeygraph</groupId><artifactId>lock</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
  </dependencies>
</project>
"""


def resolve(version: str, folder: Path) -> list[Path]:
    """Let Maven copy every runtime dependency into the folder, laid out as in a repository."""
    (folder / "pom.xml").write_text(POM.format(version=version))
    options = ["-DincludeScope=runtime", "-Dmdep.useRepositoryLayout=true", "-DoutputDirectory=jars"]
    command = ["mvn", "--batch-mode", "--quiet", COPY, *options]
    subprocess.run(command, cwd=folder, check=True)  # noqa: S603
    return sorted((folder / "jars").rglob("*.jar"))


def line(jar: Path, root: Path) -> str:
    """One line of the lock: path in a Maven repository, SHA-256, size in bytes."""
    content = jar.read_bytes()
    return f"{jar.relative_to(root).as_posix()} {hashlib.sha256(content).hexdigest()} {len(content)}"


def main(version: str) -> None:
    """Write the lock for a version of Neo4j."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [line(jar, folder / "jars") for jar in resolve(version, folder)]
    LOCK.write_text("\n".join([f"# neo4j {version}: path, SHA-256, bytes", *sorted(lines)]) + "\n")
    sys.stdout.write(f"{LOCK}: {len(lines)} files\n")


if __name__ == "__main__":
    main(sys.argv[1])
