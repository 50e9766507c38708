// An archive of histories that fails when it is told to.
#pragma once

#include "footfall/store/history_archive.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <span>
#include <string>

namespace footfall::test {

/// What is wrong with an archive.
struct archive_fault {
  std::atomic<bool> open = false;
  std::atomic<bool> write = false;
  std::atomic<bool> read = false;
};

/// An archive that works unless told otherwise.
class faulty_archive final : public store::history_archive {
 public:
  faulty_archive(std::unique_ptr<store::history_archive> inner, const archive_fault& fault)
      : inner_(std::move(inner)), fault_(fault) {}

  result<bool> go_back(const store::archive_mark& moment) override { return inner_->go_back(moment); }
  store::archive_mark mark() const override { return inner_->mark(); }
  result<void> begin_generation() override { return fault_.write ? failed() : inner_->begin_generation(); }
  result<void> flush() override { return inner_->flush(); }
  result<void> confirm(const store::archive_mark& moment) override { return inner_->confirm(moment); }
  result<void> put(std::span<const store::archived_history> rows) override {
    return fault_.write ? failed() : inner_->put(rows);
  }
  result<bool> find(customer_number customer, const user_key& user, std::string& content) override {
    if (fault_.read) return failed().error();
    return inner_->find(customer, user, content);
  }
  result<void> erase(customer_number customer, std::span<const user_key> users) override {
    return fault_.write ? failed() : inner_->erase(customer, users);
  }
  result<void> clear(customer_number customer) override { return inner_->clear(customer); }
  result<store::swept_histories> sweep(const std::map<customer_number, std::uint32_t>& since_s,
                                       std::size_t rows_max) override {
    return inner_->sweep(since_s, rows_max);
  }
  result<void> shrink(std::size_t bytes_max) override { return inner_->shrink(bytes_max); }
  result<void> renew() override { return fault_.write ? failed() : inner_->renew(); }
  std::uint64_t size_bytes() const override { return inner_->size_bytes(); }

 private:
  static result<void> failed() { return failure{error::store_failed, "told to fail"}; }

  const std::unique_ptr<store::history_archive> inner_;
  const archive_fault& fault_;
};

}  // namespace footfall::test
