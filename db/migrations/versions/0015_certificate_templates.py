"""Certificates are made from templates, which are kept with their fonts."""

from alembic import op

revision = "0015_certificate_templates"
down_revision = "0014_versions"


def upgrade() -> None:
    """Make the tables of templates."""
    op.execute(
        """
        create table certificate_templates (
            id uuid constraint certificate_templates_key primary key default uuidv7(),
            name text not null,
            kind text not null,
            language text not null,
            version integer not null,
            svg text not null,
            fields text[] not null,
            retired_at timestamptz,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint certificate_template_kind_is_known
                check (kind in ('BIRTH', 'DEATH', 'MARRIAGE')),
            constraint a_certificate_template_has_a_version check (version > 0)
        )
        """
    )
    op.execute(
        "create unique index one_active_certificate_template_per_name"
        " on certificate_templates (name, kind, language) where retired_at is null"
    )
    op.execute(
        "create unique index one_certificate_template_per_version"
        " on certificate_templates (name, kind, language, version)"
    )
    op.execute(
        """
        create table font_files (
            digest text constraint font_files_key primary key,
            file bytea not null
        )
        """
    )
    op.execute(
        """
        create table template_fonts (
            id uuid constraint template_fonts_key primary key default uuidv7(),
            certificate_template_id uuid not null
                constraint template_fonts_certificate_template_id_exists
                references certificate_templates,
            position integer not null,
            family text not null,
            digest text not null
                constraint template_fonts_digest_exists references font_files,
            letters int4multirange not null
        )
        """
    )
    op.execute(
        "create unique index one_template_font_per_position"
        " on template_fonts (certificate_template_id, position)"
    )
