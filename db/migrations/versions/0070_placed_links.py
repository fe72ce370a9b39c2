"""Links that a sync made know below which link of their source they stand."""

from alembic import op

revision = "0070_placed_links"
down_revision = "0066b_explanations_owed"

PLACE = """
update source_links placed set parent_link_id = (
       select above.id from organisation_paths path
         join source_links above
           on above.organisation_id = path.ancestor_id and above.id <> placed.id
          and above.source_id = placed.source_id
          and above.environment = placed.environment
        where path.organisation_id = placed.organisation_id
        order by (select count(*) from organisation_paths higher
                   where higher.organisation_id = path.ancestor_id) desc
        limit 1)
 where exists (select from audit_log entry
                where entry.resource_id = placed.id and entry.resource = 'source_link'
                  and entry.action = 'organisation.synced' and entry.previous is null)
"""


def upgrade() -> None:
    """Find out of those that are there which a sync made, and what is linked above them."""
    op.execute("alter table source_links add column parent_link_id uuid")
    # Without the triggers of the trail: nobody did anything to these links.
    op.execute("alter table source_links disable trigger user")
    op.execute(PLACE)
    op.execute("alter table source_links enable trigger user")
