// The description of the interface for programs, on the admin listener.
#include "api/endpoints.hpp"
#include "openapi_document.hpp"

namespace footfall::api {

result<void> show_openapi(const endpoint_call&, http::response& out) {
  out.content_type = "application/yaml";  // RFC 9512
  out.body = openapi_document();
  return {};
}

}  // namespace footfall::api
