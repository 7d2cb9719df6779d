"""Tables of areas, their codes per year, boundaries, postcodes and sites."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Identifier, Reference
from core.db.base import EMPTY

KINDS = ("country", "municipality", "district", "neighbourhood", "own")
"""Levels of the tree, outermost first; ``own`` is an area that residents made of others."""


class Area(Base):
    """A place that keeps its identity and address while official codes and years change."""

    __tablename__ = "area"

    id: Mapped[Identifier]
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    parent_id: Mapped[Reference | None] = mapped_column(ForeignKey("area.id"), index=True)
    municipality_id: Mapped[Reference | None] = mapped_column(ForeignKey("area.id"), index=True)
    lon: Mapped[float | None]
    lat: Mapped[float | None]
    ended_year: Mapped[int | None]
    """The first year in which the area no longer exists; its address leads to a successor."""
    moderation: Mapped[str] = mapped_column(String(10), default="", server_default=EMPTY)
    """``before`` or ``after`` publication; empty follows the area above."""


class AreaAncestor(Base):
    """The closure of the tree: every area with itself (depth 0) and all above it."""

    __tablename__ = "area_ancestor"
    __table_args__ = (Index("ix_area_ancestor_down", "ancestor_id", "area_id"),)

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    ancestor_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    depth: Mapped[int]


class AreaCode(Base):
    """An official code in a year; codes are reused, so only the pair names an area."""

    __tablename__ = "area_code"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    area_id: Mapped[Reference] = mapped_column(ForeignKey("area.id"), index=True)


class AreaSuccession(Base):
    """Which areas took the place of one that ended, with the share of its surface."""

    __tablename__ = "area_succession"

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    year: Mapped[int]
    share: Mapped[float]


class AreaBoundary(Base):
    """An outline in WGS 84, and the box around it in degrees.

    Points are located on the most detailed outline, maps draw the generalised one.
    """

    __tablename__ = "area_boundary"
    __table_args__ = (Index("ix_area_boundary_box", "min_lon", "max_lon", "min_lat", "max_lat"),)

    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    detailed: Mapped[bool] = mapped_column(primary_key=True)
    year: Mapped[int]
    min_lon: Mapped[float]
    min_lat: Mapped[float]
    max_lon: Mapped[float]
    max_lat: Mapped[float]
    geometry: Mapped[str] = mapped_column(Text)
    """GeoJSON geometry: Polygon or MultiPolygon."""


class AreaAlias(Base):
    """A former slug of an area; it redirects for ever."""

    __tablename__ = "area_alias"

    slug: Mapped[str] = mapped_column(String(200), primary_key=True)
    area_id: Mapped[Reference] = mapped_column(ForeignKey("area.id"), index=True)


class Postcode(Base):
    """The four digits of a Dutch postcode with its centre."""

    __tablename__ = "postcode"

    pc4: Mapped[str] = mapped_column(String(4), primary_key=True)
    place: Mapped[str] = mapped_column(String(100))
    municipality: Mapped[str] = mapped_column(String(100))
    lon: Mapped[float]
    lat: Mapped[float]


class AreaPostcode(Base):
    """Areas that a postcode lies in, with the share of its surface: candidates, not a rule."""

    __tablename__ = "area_postcode"

    pc4: Mapped[str] = mapped_column(String(4), primary_key=True)
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), primary_key=True)
    share: Mapped[float]


class Site(Base):
    """A view on an area under its own hostname; the platform's own site has none."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("hostname"),)

    id: Mapped[Identifier]
    area_id: Mapped[Reference] = mapped_column(ForeignKey("area.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    tagline: Mapped[str] = mapped_column(String(300), default="")
    hostname: Mapped[str | None] = mapped_column(String(253))
    theme: Mapped[str] = mapped_column(String(50), default="default")
    is_platform: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    modules: Mapped[Any] = mapped_column(JSON, nullable=True)
    """Names of the plugins switched on for this site; null follows the platform."""
