// THE table of families.
#include "api/error_answers.hpp"
#include "api/tracking/receipts.hpp"
#include "footfall/api/routes.hpp"

namespace footfall::api {

constexpr bool any_origin = true;

constinit const family tracking_family{"tracking", listener::open, write_fault, any_origin, note_refusal};
constinit const family events_family{"events", listener::open, write_fault, any_origin};
constinit const family recommendation_family{"recommendation", listener::open, write_fault, any_origin};
constinit const family admin_family{"admin", listener::admin, write_json_fault, !any_origin};

}  // namespace footfall::api
