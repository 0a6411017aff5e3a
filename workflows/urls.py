"""The pages of all rooms."""

from .agenda import urls as agenda
from .api import urls as api
from .boards import urls as boards
from .calendars import urls as calendars
from .cases import urls as cases
from .dashboard import urls as dashboard
from .difficulties import urls as difficulties
from .exports import urls as exports
from .outlines import urls as outlines
from .periods import urls as periods
from .plans import urls as plans
from .provinces import urls as provinces
from .rehearsal import urls as rehearsal
from .reminders import urls as reminders
from .routes import urls as routes
from .search import urls as search
from .setting_up import urls as setting_up
from .sources import urls as sources
from .submissions import urls as submissions
from .unit_reports import urls as unit_reports
from .ward_reports import urls as ward_reports
from .webhooks import urls as webhooks

urlpatterns = [
    *boards.urlpatterns,
    *cases.urlpatterns,
    *difficulties.urlpatterns,
    *unit_reports.urlpatterns,
    *ward_reports.urlpatterns,
    *submissions.urlpatterns,
    *plans.urlpatterns,
    *routes.urlpatterns,
    *outlines.urlpatterns,
    *periods.urlpatterns,
    *reminders.urlpatterns,
    *rehearsal.urlpatterns,
    *calendars.urlpatterns,
    *provinces.urlpatterns,
    *setting_up.urlpatterns,
    *dashboard.urlpatterns,
    *agenda.urlpatterns,
    *search.urlpatterns,
    *sources.urlpatterns,
    *exports.urlpatterns,
    *api.urlpatterns,
    *webhooks.urlpatterns,
]
