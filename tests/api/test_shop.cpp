#include "test_shop.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <utility>

namespace footfall::test {

std::string field_of(const http::response& answer, std::string_view name) {
  for (const auto& [field, value] : answer.fields)
    if (field == name) return value;
  return {};
}

test_shop::test_shop(customer::customer_settings settings, const std::filesystem::path& archive)
    : histories({.memory_budget_bytes = archive.empty() ? 0U : 1U}, archive) {
  settings.id = "00000";
  if (settings.license_key.empty()) settings.license_key = "67890-1234-5678-90123-4567";
  const auto number = *store.number_of(settings.id);
  owner = boost::make_shared<customer::customer>(
      number, boost::make_shared<const customer::customer_settings>(std::move(settings)), histories.bounds());
  auto directory = boost::make_shared<customer::customer_directory>();
  directory->add(owner);
  customers.publish(std::move(directory));
  endpoint_settings.publish(boost::make_shared<const api::endpoint_settings>(
      api::endpoint_settings{.public_event_host = "event.example"}));
  state.replayed = true;
}

test_shop::~test_shop() = default;

http::response test_shop::post(std::string_view target, std::string_view body, const fields& headers) {
  return send(http::method::post, target, body, headers);
}

http::response test_shop::admin(http::method method, std::string_view target, std::string_view body) {
  return answer(admin_service, method, target, body, {{"Content-Type", "application/json"}});
}

http::response test_shop::ask_admin(http::method method, std::string_view target, const fields& headers) {
  return answer(admin_service, method, target, {}, headers);
}

http::response test_shop::send(http::method method, std::string_view target, std::string_view body,
                               const fields& headers) {
  return answer(open_service, method, target, body, headers);
}

http::plan test_shop::plan_for(std::string_view target, http::method method, const fields& headers) {
  http::request question;
  question.method = method;
  question.raw_target = target;
  static_cast<void>(question.target.assign(target));
  for (const auto& [name, value] : headers) question.add_field(name, value);
  return open_service.plan_for(question);
}

std::vector<events::event> test_shop::events() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return resolved_ >= last_ticket_; });
  return stored_;
}

http::response test_shop::answer(const api::service& application, http::method method,
                                 std::string_view target, std::string_view body, const fields& headers) {
  http::request question;
  question.method = method;
  question.method_text = http::name_of(method);
  question.raw_target = target;
  question.remote_address = remote_address;
  http::response out;
  if (const auto read = question.target.assign(target); !read) {
    application.refuse(read.error(), question, out);
    return out;
  }
  for (const auto& [name, value] : headers) question.add_field(name, value);
  question.body = body;
  application.answer(application.plan_for(question), question, out);
  last_ticket_ = std::max(last_ticket_, out.last_ticket);
  return out;
}

void test_shop::on_commit(const store::commit_report& report) {
  for (const auto& each : report.events) {
    customer::apply(*owner, each);
    customer::note_changes(*owner, each, time);
  }
  catalogues.fold(report, *customers.load(), time);
  const std::lock_guard lock(mutex_);
  stored_.insert(stored_.end(), report.events.begin(), report.events.end());
  resolved_ = report.last;
  changed_.notify_all();
}

}  // namespace footfall::test
