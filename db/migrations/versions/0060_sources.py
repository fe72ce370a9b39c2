"""Sources of records are known, and linked with organisations."""

from alembic import op

revision = "0060_sources"
down_revision = "0063_bounces"


def upgrade() -> None:
    """Make the tables."""
    op.execute(
        """
        create table sources (
            id uuid not null default uuidv7() constraint sources_key primary key,
            name text not null,
            protocol text not null,
            base_url text not null,
            access text[] not null,
            token_url text,
            oauth_client_id text,
            sealed_oauth_secret bytea,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint source_protocol_is_known check
                (protocol = any ('{JSON_API,FHIR_R4}'::text[])),
            constraint access_of_a_source_is_known check (access <@
                '{CALLER_TOKEN,AUTHORIZATION_CODE,TOKEN_EXCHANGE,CLIENT_CREDENTIALS}'::text[])
        )
        """
    )
    op.execute(
        "create unique index one_source_per_name on sources (translate(fold_name(name), ' -', ''))"
    )
    op.execute(
        """
        create table source_links (
            id uuid not null default uuidv7() constraint source_links_key primary key,
            source_id uuid not null constraint source_links_source_id_exists references sources,
            organisation_id uuid not null
                constraint source_links_organisation_id_exists references organisations,
            external_id text not null,
            environment text not null,
            watermark text,
            every_minutes integer,
            due_at timestamptz,
            inserted_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            constraint environment_is_known check (environment = any ('{PRODUCTION,TEST}'::text[]))
        )
        """
    )
    op.execute(
        "create unique index one_link_per_group_of_a_source"
        " on source_links (source_id, external_id, environment)"
    )
    op.execute(
        "create unique index one_link_per_organisation_and_source"
        " on source_links (organisation_id, source_id, environment)"
    )
