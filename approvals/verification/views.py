from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from approvals.models import Rendition, Standing
from approvals.pages import rates
from approvals.pages.uploads import LimitedUpload, declared_length
from approvals.register.downloads import pdf_file
from approvals.verification.identify import SHA256, known
from approvals.verification.verify import Verification
from approvals.verification.verify import verify as verified

from .forms import VerifyForm, too_large

PAGE = "approvals/verify.html"
ORIGINAL = "approvals.verify.original"
VALID_FOR = timedelta(hours=1)


@login_not_required
@csrf_exempt  # nothing is changed, and the token would have to be read before the size of the file is known
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Anybody's file, checked and thrown away. `?sha256=` tells without the file what the register knows of it."""
    if request.method == "POST":
        return _answer(request)
    sha256 = request.GET.get("sha256", "").lower()
    context: dict[str, object] = {"form": VerifyForm()}
    if SHA256.fullmatch(sha256):
        context |= {"sha256": sha256, "document": known(sha256)}
    return render(request, PAGE, context)


@login_not_required
@require_GET
def original(request: HttpRequest, token: str) -> FileResponse:
    """The document that lies inside a file, for whoever had that file checked within the hour: they hold it already."""
    try:
        sha256 = signing.loads(token, salt=ORIGINAL, max_age=VALID_FOR)
    except signing.BadSignature as error:
        raise Http404 from error
    document = known(sha256)
    if document is None or document.standing != Standing.IN_FORCE:
        raise Http404
    rendition = Rendition.objects.filter(sha256=sha256, final=True).first()
    return pdf_file(rendition, f"{document.year}-{document.code}")


def _answer(request: HttpRequest) -> HttpResponse:
    if not rates.within(request, "verify"):
        return render(request, "429.html", status=429)
    form, refused = _received(request)
    if refused:
        form.errors.clear()
        form.add_error("file", too_large())
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=413 if refused else 422)
    upload = form.cleaned_data["file"]
    answer = verified(upload.file, name=upload.name)
    context = {"form": VerifyForm(), "answer": answer, "name": upload.name, "token": _token(answer)}
    return render(request, PAGE, context, status=503 if answer.busy else 200)


def _token(answer: Verification) -> str:
    """What `original` asks for; empty where the file holds no document, or one that is recalled or replaced."""
    in_force = answer.document is not None and answer.document.standing == Standing.IN_FORCE
    return signing.dumps(answer.original, salt=ORIGINAL) if answer.original and in_force else ""


def _received(request: HttpRequest) -> tuple[VerifyForm, bool]:
    """The form with its file on disk, and whether it was refused for its size: before a byte is read, or on the way."""
    if declared_length(request) > settings.LARGEST_CHECKED:
        return VerifyForm({}), True
    handler = LimitedUpload(request, settings.LARGEST_CHECKED)
    request.upload_handlers = [handler]
    return VerifyForm(request.POST, request.FILES), handler.too_large
