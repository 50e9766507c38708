// A wall clock that has leapt: an operator says that it is right.
#include "api/endpoints.hpp"
#include "footfall/store/clock_mark.hpp"
#include "footfall/text/json_writer.hpp"

#include <spdlog/spdlog.h>

#include <vector>

namespace footfall::api {

result<void> accept_clock(const endpoint_call& call, http::response& out) {
  auto& guard = call.context.guard;
  const auto ahead_ms = guard.ahead_ms();
  const bool was_trusted = guard.trusts();
  guard.accept();
  if (!was_trusted) spdlog::warn("the clock is accepted as it is: what is too old by it will go");
  std::vector<events::event> none;
  std::vector<store::entity_write> mark{store::clock_mark_write(guard.observe())};
  const auto ticket = call.context.log.append(none, mark);
  if (!ticket) return ticket.error();
  out.first_ticket = out.last_ticket = *ticket;
  out.content_type = http::json_type;
  text::json_writer json(out.body);
  json.open_object();
  json.field("accepted", true);
  json.field("wasTrusted", was_trusted);
  json.field("leapSeconds", ahead_ms / 1000);
  json.close_object();
  return {};
}

}  // namespace footfall::api
