// One connection's conversation: heads and bodies in, the service's answers out, in order.
#include "footfall/http/exchange.hpp"

#include "http/body_reader.hpp"
#include "http/head_scanner.hpp"
#include "http/request_parser.hpp"

#include <algorithm>
#include <atomic>
#include <utility>

namespace footfall::http {
namespace {

// What an idle connection may keep of the memory that a large request or burst took.
constexpr std::size_t bytes_kept_max = 16384;
// A body is given room at once for what its Content-Length announces, but no more than this: announcing costs
// the client nothing.
constexpr std::size_t body_room_max = 262144;

void give_back(std::string& memory) {
  memory.clear();
  if (memory.capacity() > bytes_kept_max) memory.shrink_to_fit();
}

// An answer in the output that may leave only when its tickets are committed, and what it takes to replace
// it.
struct pending_answer {
  std::size_t begin, end;  // in the output
  std::uint64_t first_ticket, last_ticket;
  std::size_t target_begin, target_end;  // in `pending_targets`
  http::method method;
  bool keep_alive;
  bool http_1_0;
};

failure no_memory() {
  return {error::queue_full, "bodies: too much is being received at the moment, try again"};
}

bool depends_on(const pending_answer& answer, std::span<const failed_tickets> failed) {
  return std::ranges::any_of(failed, [&answer](const failed_tickets& range) {
    return answer.first_ticket <= range.last && answer.last_ticket >= range.first;
  });
}

}  // namespace

struct exchange::state {
  // Where the conversation stands between two calls.
  enum class phase {
    head,  // a request begins, or its head is not complete
    body,
    held,  // `question` is complete and waits until the answers before it have left
    slow,  // `question` is complete and waits for `run_slow`
    closed
  };

  state(const service& asked, const limits& how_much, std::string remote_address)
      : application(asked), limit(how_much), scanner(how_much.request_line_bytes, how_much.header_bytes) {
    question.remote_address = std::move(remote_address);
  }
  ~state() {
    if (limit.bodies == nullptr) return;
    limit.bodies->give_back(counted);
    limit.bodies->give_back_buffers(counted_buffers);
  }

  [[nodiscard]] std::string_view unread() const { return std::string_view(received).substr(used); }

  // `OPTIONS *` asks about the server, not about a resource (RFC 9110, section 9.3.7).
  [[nodiscard]] bool is_about_server() const { return question.raw_target == "*"; }

  bool take_head(std::string_view date);
  void begin_body(const body_framing& framing, std::string_view date);
  bool take_body(std::string_view date);
  void complete_request(std::string_view date);
  void respond(std::string_view date);
  void respond_to_server_options(std::string_view date);
  void refuse(const failure& why, std::string_view date);
  void append_answer(std::string_view date);
  void append_refusal(std::string& out, const pending_answer& to, const failure& why, std::string_view date);
  [[nodiscard]] bool has_memory_for_body();
  void count_buffers();
  void next_request();
  void drop_used_bytes();

  const service& application;
  limits limit;
  phase where = phase::head;
  std::atomic<bool> finishing{false};
  bool empty_line_skipped = false;

  std::string received;  // bytes that were fed; those before `used` are done with
  std::size_t used = 0;
  head_scanner scanner;
  body_reader body;
  std::size_t counted = 0;          // of the memory of the body, in the budget
  std::size_t counted_buffers = 0;  // of all else
  request question;
  plan how;
  response answer;

  std::string output;
  std::vector<pending_answer> pending;
  std::string pending_targets;
  std::uint64_t first_ticket = 0;
  std::uint64_t last_ticket = 0;
};

// Returns false when more bytes are needed or there is nothing more to do.
bool exchange::state::take_head(std::string_view date) {
  // Old clients send a line end too many behind a body (RFC 9112, section 2.2).
  if (!empty_line_skipped && unread().starts_with("\r\n")) {
    used += 2;
    empty_line_skipped = true;
  }
  if (unread().empty()) {
    if (finishing) where = phase::closed;
    return false;
  }
  if (!empty_line_skipped && unread() == "\r") return false;

  const auto size = scanner.scan(unread());
  if (!size) {
    refuse(size.error(), date);
    return true;
  }
  if (*size == 0) return false;
  const auto framing = read_head(unread().substr(0, *size), question);
  used += *size;
  if (!framing)
    refuse(framing.error(), date);
  else
    begin_body(*framing, date);
  return true;
}

void exchange::state::begin_body(const body_framing& framing, std::string_view date) {
  how = is_about_server() ? plan{} : application.plan_for(question);
  const auto begun = body.begin(framing, how.body_bytes_max, limit.header_bytes, how.keeps_body);
  if (!begun) return refuse(begun.error(), date);
  if (body.complete()) return complete_request(date);
  if (how.refusal && framing.expects_continue) return refuse(*how.refusal, date);
  // Sent even when the body is here already, so that answers do not depend on how bytes were cut.
  if (framing.expects_continue) output.append("HTTP/1.1 100 Continue\r\n\r\n");
  if (how.keeps_body) question.body.reserve(std::min<std::uint64_t>(framing.length, body_room_max));
  where = phase::body;
  if (!has_memory_for_body()) refuse(no_memory(), date);
}

// What an idle connection may keep is bounded by the number of connections. False: the budget is used up.
bool exchange::state::has_memory_for_body() {
  if (limit.bodies == nullptr) return true;
  const auto room = question.body.capacity();
  const auto wanted = room > bytes_kept_max ? room : 0;
  if (wanted > counted && !limit.bodies->take(wanted - counted)) return false;
  if (wanted < counted) limit.bodies->give_back(counted - wanted);
  counted = wanted;
  return true;
}

// Mostly nothing has changed: buffers are used again.
void exchange::state::count_buffers() {
  if (limit.bodies == nullptr) return;
  const auto now = sizeof(*this) + received.capacity() + output.capacity() + pending_targets.capacity() +
                   pending.capacity() * sizeof(pending_answer) + answer.body.capacity() +
                   question.memory_bytes() + question.body.capacity() - counted;
  if (now > counted_buffers) limit.bodies->take_buffers(now - counted_buffers);
  if (now < counted_buffers) limit.bodies->give_back_buffers(counted_buffers - now);
  counted_buffers = now;
}

bool exchange::state::take_body(std::string_view date) {
  used += body.take(unread(), question.body);
  if (body.failed())
    refuse(body.why(), date);
  else if (!has_memory_for_body())
    refuse(no_memory(), date);
  else if (body.complete())
    complete_request(date);
  else
    return false;
  return true;
}

void exchange::state::complete_request(std::string_view date) {
  if (is_about_server())
    respond_to_server_options(date);
  else if (how.after_commits && last_ticket != 0)
    where = phase::held;
  else if (how.where != work::at_once)
    where = phase::slow;
  else
    respond(date);
}

void exchange::state::respond(std::string_view date) {
  application.answer(how, question, answer);
  append_answer(date);
}

void exchange::state::respond_to_server_options(std::string_view date) {
  answer.status = 204;
  answer.set("Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS");
  append_answer(date);
}

// What was decided from the head stays the answer, whatever is wrong with the body.
void exchange::state::refuse(const failure& why, std::string_view date) {
  question.keep_alive = false;
  if (how.refusal)
    application.answer(how, question, answer);
  else
    application.refuse(why, question, answer);
  append_answer(date);
}

void exchange::state::append_answer(std::string_view date) {
  const bool keep_alive = question.keep_alive && !finishing;
  const auto begin = output.size();
  append_response(output, answer, {keep_alive, question.http_1_0, question.method == method::head, date});
  if (answer.last_ticket != 0) {
    const auto first = answer.first_ticket != 0 ? answer.first_ticket : answer.last_ticket;
    const auto target_begin = pending_targets.size();
    pending_targets.append(question.raw_target);
    pending.push_back({begin, output.size(), first, answer.last_ticket, target_begin, pending_targets.size(),
                       question.method, keep_alive, question.http_1_0});
    first_ticket = first_ticket == 0 ? first : std::min(first_ticket, first);
    last_ticket = std::max(last_ticket, answer.last_ticket);
  }
  where = keep_alive ? phase::head : phase::closed;
  next_request();
}

void exchange::state::next_request() {
  question.clear();
  static_cast<void>(has_memory_for_body());  // gives back what it had
  how = {};
  answer.clear();
  give_back(answer.body);
  scanner.restart();
  empty_line_skipped = false;
}

void exchange::state::append_refusal(std::string& out, const pending_answer& to, const failure& why,
                                     std::string_view date) {
  request asked;
  asked.method = to.method;
  asked.method_text = name_of(to.method);
  asked.raw_target = pending_targets.substr(to.target_begin, to.target_end - to.target_begin);
  // It was taken apart before, so it can be again.
  static_cast<void>(asked.target.assign(asked.raw_target));
  asked.remote_address = question.remote_address;
  asked.keep_alive = to.keep_alive;
  asked.http_1_0 = to.http_1_0;
  response refusal;
  application.refuse(why, asked, refusal);
  append_response(out, refusal, {to.keep_alive, to.http_1_0, to.method == method::head, date});
}

void exchange::state::drop_used_bytes() {
  if (where == phase::closed || used == received.size()) {
    give_back(received);
  } else {
    received.erase(0, used);
  }
  used = 0;
}

exchange::exchange(const service& application, const limits& how_much, std::string remote_address)
    : state_(std::make_unique<state>(application, how_much, std::move(remote_address))) {
  state_->count_buffers();
}
exchange::~exchange() = default;
exchange::exchange(exchange&&) noexcept = default;

void exchange::feed(std::string_view bytes) {
  auto& self = *state_;
  if (self.where == state::phase::closed) return;
  // A body's bytes go where they belong without a stay in between.
  if (self.where == state::phase::body && self.unread().empty())
    bytes.remove_prefix(self.body.take(bytes, self.question.body));
  self.received.append(bytes);
}

exchange::step exchange::advance(std::string_view date) {
  auto& self = *state_;
  auto reached = step::need_more;
  for (bool going_on = true; going_on;) {
    switch (self.where) {
      case state::phase::head:
        going_on = self.output.size() < self.limit.burst_bytes || self.unread().empty();
        if (!going_on)
          reached = step::flush;
        else
          going_on = self.take_head(date) || self.where == state::phase::closed;
        break;
      case state::phase::body:
        going_on = self.take_body(date);
        break;
      case state::phase::held:
        if (self.last_ticket == 0) {
          self.complete_request(date);
        } else {
          reached = step::flush;
          going_on = false;
        }
        break;
      case state::phase::slow:
        reached = step::slow;
        going_on = false;
        break;
      case state::phase::closed:
        reached = step::close;
        going_on = false;
        break;
    }
  }
  self.drop_used_bytes();
  self.count_buffers();
  return reached;
}

void exchange::run_slow(std::string_view date) {
  if (state_->where == state::phase::slow) state_->respond(date);
}

work exchange::slow_work() const noexcept { return state_->how.where; }

bool exchange::in_request() const noexcept {
  return state_->where == state::phase::body ||
         (state_->where == state::phase::head && !state_->unread().empty());
}

void exchange::time_out(std::string_view date) {
  if (!in_request()) return;
  state_->refuse(failure{error::timed_out, "the request was not complete in time"}, date);
}

void exchange::finish() noexcept { state_->finishing = true; }

std::uint64_t exchange::ticket_to_wait_for() const noexcept { return state_->last_ticket; }
std::uint64_t exchange::first_ticket() const noexcept { return state_->first_ticket; }

void exchange::fail(std::span<const failed_tickets> tickets, const failure& why, std::string_view date) {
  auto& self = *state_;
  std::string replaced;
  std::vector<pending_answer> still_pending;
  std::size_t copied = 0;
  for (auto answer : self.pending) {
    replaced.append(self.output, copied, answer.begin - copied);
    copied = answer.end;
    const auto begin = replaced.size();
    if (depends_on(answer, tickets)) {
      self.append_refusal(replaced, answer, why, date);
    } else {
      replaced.append(self.output, answer.begin, answer.end - answer.begin);
      answer.begin = begin;
      answer.end = replaced.size();
      still_pending.push_back(answer);
    }
  }
  replaced.append(self.output, copied);
  self.output = std::move(replaced);
  self.pending = std::move(still_pending);
}

std::string_view exchange::output() const noexcept { return state_->output; }

void exchange::written() {
  give_back(state_->output);
  give_back(state_->pending_targets);
  state_->pending.clear();
  state_->first_ticket = state_->last_ticket = 0;
  state_->count_buffers();
}

}  // namespace footfall::http
